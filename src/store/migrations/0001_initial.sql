-- One text for SQLite and PostgreSQL. {text} is TEXT, with byte order on PostgreSQL (R4);
-- {integer} has 64 bits and {real} is a double on both; {strict} makes SQLite check types too.
-- Times are microseconds since 1970 UTC; booleans are 0 or 1; identities are UUID texts.

CREATE TABLE setting (
    name  {text} PRIMARY KEY,
    value {text} NOT NULL
) {strict};

CREATE TABLE site (
    id           {text} PRIMARY KEY,
    name         {text} NOT NULL,
    sort_key     {text} NOT NULL,
    code         {text} NOT NULL UNIQUE,
    topic_prefix {text} NOT NULL UNIQUE,
    time_zone    {text} NOT NULL,
    latitude     {real},
    longitude    {real},
    interval_s   {integer}
) {strict};

CREATE TABLE building (
    id        {text} PRIMARY KEY,
    site_id   {text} NOT NULL REFERENCES site (id),
    name      {text} NOT NULL,
    sort_key  {text} NOT NULL,
    topic     {text} NOT NULL,
    latitude  {real},
    longitude {real},
    UNIQUE (site_id, name),
    UNIQUE (site_id, topic)
) {strict};

CREATE TABLE floor (
    id          {text} PRIMARY KEY,
    building_id {text} NOT NULL REFERENCES building (id),
    name        {text} NOT NULL,
    position    {integer} NOT NULL,
    UNIQUE (building_id, name)
) {strict};

CREATE TABLE room (
    id          {text} PRIMARY KEY,
    building_id {text} NOT NULL REFERENCES building (id),
    floor_id    {text} REFERENCES floor (id),
    name        {text} NOT NULL,
    sort_key    {text} NOT NULL,
    topic       {text} NOT NULL,
    UNIQUE (building_id, name),
    UNIQUE (building_id, topic)
) {strict};

CREATE TABLE device_type (
    id             {text} PRIMARY KEY,
    name           {text} NOT NULL UNIQUE,
    manufacturer   {text} NOT NULL,
    connectivity   {text} NOT NULL CHECK (connectivity IN ('mqtt', 'lorawan', 'other')),
    interval_s     {integer},
    interval_min_s {integer} NOT NULL,
    interval_max_s {integer} NOT NULL
) {strict};

CREATE TABLE device (
    id          {text} PRIMARY KEY,
    name        {text} NOT NULL,
    sort_key    {text} NOT NULL,
    description {text} NOT NULL,
    type_id     {text} NOT NULL REFERENCES device_type (id),
    site_id     {text} NOT NULL REFERENCES site (id),
    life_cycle  {text} NOT NULL CHECK (life_cycle IN ('planned', 'in_service', 'retired')),
    enabled     {integer} NOT NULL CHECK (enabled IN (0, 1)),
    interval_s  {integer},
    -- Of a device that does not use the boards' default broker: both or neither.
    broker_server {text},
    broker_port   {integer},
    CHECK ((broker_server IS NULL) = (broker_port IS NULL))
) {strict};
CREATE INDEX device_by_site ON device (site_id);
CREATE INDEX device_with_own_broker ON device (id) WHERE broker_server IS NOT NULL;

CREATE TABLE device_identifier (
    kind      {text} NOT NULL CHECK (kind IN ('mac', 'dev_eui', 'free')),
    value     {text} NOT NULL,
    device_id {text} NOT NULL REFERENCES device (id),
    position  {integer} NOT NULL,
    PRIMARY KEY (value, kind)
) {strict};
CREATE INDEX identifier_by_device ON device_identifier (device_id);

-- The room at position 0 is the device's home.
CREATE TABLE device_room (
    device_id {text} NOT NULL REFERENCES device (id),
    room_id   {text} NOT NULL REFERENCES room (id),
    position  {integer} NOT NULL,
    PRIMARY KEY (device_id, position)
) {strict};
CREATE INDEX device_by_room ON device_room (room_id);

-- Rights of a device beside those of its rooms.
CREATE TABLE device_grant (
    device_id {text} NOT NULL REFERENCES device (id),
    position  {integer} NOT NULL,
    filter    {text} NOT NULL,
    access    {text} NOT NULL CHECK (access IN ('PUB', 'SUB', 'ALL')),
    PRIMARY KEY (device_id, position)
) {strict};

-- The ledger: every secret that a board was ever given or will be (R35 to R38). Salt and digest are
-- hexadecimal. What is sealed waits for its one delivery, and goes with it.
CREATE TABLE credential (
    id               {text} PRIMARY KEY,
    device_id        {text} NOT NULL REFERENCES device (id),
    login            {text} NOT NULL,
    salt             {text} NOT NULL,
    digest           {text} NOT NULL,
    sealed           {text},
    created_at_us    {integer} NOT NULL,
    created_by       {text} NOT NULL,
    window_until_us  {integer},
    delivered_at_us  {integer},
    delivered_to     {text},
    lost_at_us       {integer},
    withheld_at_us   {integer},
    withheld_why     {text},
    first_used_at_us {integer},
    first_used_on    {text},
    first_used_from  {text},
    last_used_at_us  {integer},
    last_used_on     {text},
    last_used_from   {text},
    superseded_at_us {integer},
    revoked_at_us    {integer},
    revoked_by       {text},
    CHECK (sealed IS NULL OR (delivered_at_us IS NULL AND superseded_at_us IS NULL
                              AND revoked_at_us IS NULL))
) {strict};
CREATE INDEX credential_by_login ON credential (login);
CREATE INDEX credential_by_device ON credential (device_id);
-- One secret of a device waits at a time.
CREATE UNIQUE INDEX credential_waiting ON credential (device_id) WHERE sealed IS NOT NULL;

-- Logins of other programs of the operation.
CREATE TABLE service_account (
    id            {text} PRIMARY KEY,
    login         {text} NOT NULL UNIQUE,
    salt          {text} NOT NULL,
    digest        {text} NOT NULL,
    description   {text} NOT NULL,
    disabled      {integer} NOT NULL CHECK (disabled IN (0, 1)),
    created_at_us {integer} NOT NULL
) {strict};

CREATE TABLE service_grant (
    account_id {text} NOT NULL REFERENCES service_account (id),
    position   {integer} NOT NULL,
    filter     {text} NOT NULL,
    access     {text} NOT NULL CHECK (access IN ('PUB', 'SUB', 'ALL')),
    PRIMARY KEY (account_id, position)
) {strict};

-- The last message of each device, as received. Written by the ingest loop only.
CREATE TABLE last_status (
    device_id      {text} PRIMARY KEY REFERENCES device (id),
    received_at_us {integer} NOT NULL,
    broker         {text} NOT NULL,
    topic          {text} NOT NULL,
    payload        {text} NOT NULL,
    backlog        {integer} NOT NULL,
    announced_s    {integer},
    firmware       {text} NOT NULL
) {strict};

-- Transitions only; the open interval of a device has no end. Written by the ingest loop only.
CREATE TABLE presence_interval (
    device_id {text} NOT NULL REFERENCES device (id),
    since_us  {integer} NOT NULL,
    until_us  {integer},
    presence  {text} NOT NULL,
    backlog   {integer} NOT NULL,
    PRIMARY KEY (device_id, since_us)
) {strict};
CREATE INDEX presence_interval_open ON presence_interval (device_id) WHERE until_us IS NULL;
CREATE INDEX presence_interval_recent ON presence_interval (since_us);
CREATE INDEX presence_interval_excluded ON presence_interval (device_id, until_us)
    WHERE presence = 'excluded';

-- What each broker path was last proven to deliver (R8): after a restart the path was blind
-- from here on.
CREATE TABLE broker_path (
    broker            {text} PRIMARY KEY,
    last_canary_at_us {integer} NOT NULL
) {strict};

CREATE TABLE blind_interval (
    broker   {text} NOT NULL,
    since_us {integer} NOT NULL,
    until_us {integer} NOT NULL,
    reason   {text} NOT NULL,
    PRIMARY KEY (broker, since_us)
) {strict};

CREATE TABLE app_user (
    id               {text} PRIMARY KEY,
    name             {text} NOT NULL UNIQUE,
    role             {text} NOT NULL CHECK (role IN ('viewer', 'operator', 'administrator')),
    password_hash    {text} NOT NULL,
    created_at_us    {integer} NOT NULL,
    last_login_at_us {integer}
) {strict};

-- Sessions by the SHA-256 of their token: who reads the database cannot sign in with it.
CREATE TABLE session (
    token_hash      {text} PRIMARY KEY,
    user_id         {text} NOT NULL REFERENCES app_user (id),
    created_at_us   {integer} NOT NULL,
    expires_at_us   {integer} NOT NULL,
    address         {text} NOT NULL
) {strict};
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expiry ON session (expires_at_us);

-- The durable feed (R21). `number` comes from change_head as the last statement before COMMIT.
CREATE TABLE change (
    number     {integer} PRIMARY KEY,
    at_us      {integer} NOT NULL,
    actor      {text} NOT NULL,
    entity     {text} NOT NULL,
    entity_id  {text} NOT NULL,
    action     {text} NOT NULL,
    before     {text},
    after      {text}
) {strict};
CREATE INDEX change_by_entity ON change (entity, entity_id);

CREATE TABLE change_head (
    id     {integer} PRIMARY KEY CHECK (id = 1),
    number {integer} NOT NULL
) {strict};
INSERT INTO change_head (id, number) VALUES (1, 0);

-- Who may write presence (R24, R26). The holder is one data directory; instance and address are
-- for people.
CREATE TABLE leader (
    id       {integer} PRIMARY KEY CHECK (id = 1),
    epoch    {integer} NOT NULL,
    holder   {text} NOT NULL,
    instance {text} NOT NULL,
    address  {text} NOT NULL,
    until_us {integer} NOT NULL
) {strict};
INSERT INTO leader (id, epoch, holder, instance, address, until_us) VALUES (1, 0, '', '', '', 0);

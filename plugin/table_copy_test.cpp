// The table survives the broker: killed at any point, with its disk full, with its helper dead.
#include "plugin/table_copy.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/table_messages.h"
#include "support/temporary_directory.h"
#include "support/wait_until.h"

namespace soc::plugin {
namespace {

using testing::a_device;
using testing::delta_of;
using testing::push_of;
using testing::wait_until;

constexpr std::uint64_t epoch = 9;
constexpr std::uint64_t any = ~std::uint64_t{0};  // version in force: a durable one is not newer

struct CopyOnDisk : ::testing::Test {
    testing::TemporaryDirectory root;
    const std::string directory = root.path().string();
    std::vector<Account> accounts{a_device("a", "secret a"), a_device("b", "secret b"),
                                  a_device("c", "secret c")};

    /// What the plugin does with an accepted message.
    static void keep(TableCopy& copy, BrokerTable& table, const std::string& message) {
        const Result<ControlFrame> frame = parse_frame(message);
        ASSERT_EQ(table.apply(*frame).status, TableStatus::ok);
        copy.keep(*frame, message);
    }
    static void keep_all(TableCopy& copy, BrokerTable& table,
                         const std::vector<std::string>& messages) {
        for (const std::string& message : messages) keep(copy, table, message);
    }
    static bool is_durable(TableCopy& copy, std::uint64_t version) {
        return wait_until([&] { return copy.poll(), copy.durable(epoch, any) == version; },
                          std::chrono::seconds{10});
    }
    [[nodiscard]] BrokerTable loaded() const {
        std::string note;
        return TableCopy{directory}.load(note);
    }
    [[nodiscard]] std::string content() const {
        std::ifstream file{directory + "/table", std::ios::binary};
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    void overwrite(const std::string& content) const {
        std::ofstream{directory + "/table", std::ios::binary} << content;
    }
};

TEST_F(CopyOnDisk, IsTheTable) {
    {
        TableCopy copy{directory};
        BrokerTable table;
        keep_all(copy, table, push_of(accounts, epoch, 5));
        ASSERT_TRUE(is_durable(copy, 5));
        keep(copy, table, delta_of({{"a"}, {a_device("d", "secret d")}}, epoch, 6));
        ASSERT_TRUE(is_durable(copy, 6));
        EXPECT_EQ(copy.bytes(), content().size());
    }
    const BrokerTable table = loaded();
    EXPECT_EQ(table.version(), 6U);
    EXPECT_EQ(table.epoch(), epoch);
    EXPECT_EQ(table.size(), 3U);
    EXPECT_TRUE(table.find("d"));
    EXPECT_FALSE(table.find("a"));
}

TEST_F(CopyOnDisk, GoesOnAfterARestart) {
    {
        TableCopy copy{directory};
        BrokerTable table;
        keep_all(copy, table, push_of(accounts, epoch, 5));
        copy.finish();
    }
    {
        std::string note;
        TableCopy copy{directory};
        BrokerTable table = copy.load(note);
        EXPECT_EQ(copy.durable(epoch, any), 5U);
        keep(copy, table, delta_of({{"a"}, {}}, epoch, 6));
        copy.finish();
        EXPECT_EQ(copy.durable(epoch, any), 6U);
    }
    EXPECT_EQ(loaded().version(), 6U);
    EXPECT_EQ(loaded().size(), 2U);
}

// After a restore the versions may be the same: what is durable is not what is in force.
TEST_F(CopyOnDisk, AnotherIncarnationOfTheSameVersionTakesItsPlace) {
    TableCopy copy{directory};
    BrokerTable table;
    keep_all(copy, table, push_of(accounts, epoch, 6));
    ASSERT_TRUE(is_durable(copy, 6));
    keep_all(copy, table, push_of({accounts[1]}, epoch + 1, 6));
    EXPECT_EQ(copy.durable(epoch + 1, 6), 0U);
    copy.finish();
    EXPECT_EQ(copy.durable(epoch + 1, 6), 6U);
    EXPECT_EQ(loaded().epoch(), epoch + 1);
    EXPECT_FALSE(loaded().find("a"));
    EXPECT_EQ(copy.durable(epoch + 1, 5), 0U) << "newer than what is in force";
}

// A whole table in the place of a long journal has the version of its last delta.
TEST_F(CopyOnDisk, AWholeTableOfTheSameVersionShortensIt) {
    TableCopy copy{directory};
    BrokerTable table;
    keep_all(copy, table, push_of(accounts, epoch, 1));
    for (std::uint64_t version = 2; version < 40; ++version) {
        keep(copy, table, delta_of({{}, {accounts[0]}}, epoch, version));
    }
    copy.finish();
    const std::size_t before = content().size();
    keep_all(copy, table, push_of(accounts, epoch, 39));
    copy.finish();
    EXPECT_LT(content().size(), before / 2);
    EXPECT_EQ(copy.bytes(), content().size());
    EXPECT_EQ(loaded().version(), 39U);
    EXPECT_EQ(std::filesystem::exists(directory + "/table.new.2"), false);
}

TEST_F(CopyOnDisk, AnUnfinishedPushLeavesTheCopy) {
    TableCopy copy{directory};
    BrokerTable table;
    keep_all(copy, table, push_of(accounts, epoch, 5));
    ASSERT_TRUE(is_durable(copy, 5));
    const std::vector<std::string> next = push_of({accounts[0]}, epoch, 9);
    keep(copy, table, next[0]);
    keep(copy, table, next[1]);
    EXPECT_EQ(loaded().version(), 5U);

    table.forget_push();
    keep(copy, table, delta_of({{"b"}, {}}, epoch, 6));
    ASSERT_TRUE(is_durable(copy, 6));
    EXPECT_EQ(loaded().version(), 6U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{directory}, {}), 1)
        << "what was received in vain is gone";
}

// Killed while it wrote, or a disk that lies: whole deltas are kept, and a table that is not whole
// gives way to the one before it.
TEST_F(CopyOnDisk, CutAnywhereItIsAnOlderTable) {
    {
        TableCopy copy{directory};
        BrokerTable table;
        keep_all(copy, table, push_of({accounts[0]}, epoch, 3));
        ASSERT_TRUE(is_durable(copy, 3));
        keep_all(copy, table, push_of(accounts, epoch, 5));
        ASSERT_TRUE(is_durable(copy, 5));
        keep(copy, table, delta_of({{"a"}, {}}, epoch, 6));
        copy.finish();
    }
    const std::string whole = content();
    const std::string previous = [&] {
        std::ifstream file{directory + "/table.previous", std::ios::binary};
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }();
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        overwrite(whole.substr(0, size));
        std::ofstream{directory + "/table.previous", std::ios::binary} << previous;
        const std::uint64_t version = loaded().version();
        EXPECT_TRUE(version == 3 || version == 5) << "cut at " << size << ": " << version;
    }
    for (std::size_t at = 0; at < whole.size(); at += 5) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        overwrite(damaged);
        std::ofstream{directory + "/table.previous", std::ios::binary} << previous;
        const std::uint64_t version = loaded().version();
        EXPECT_TRUE(version == 3 || version == 5) << "damaged at " << at << ": " << version;
    }
}

TEST_F(CopyOnDisk, WithoutOneThereIsNoTable) {
    EXPECT_EQ(loaded().version(), 0U);
    overwrite("no frame at all");
    EXPECT_EQ(loaded().version(), 0U);
}

// The disk is full in the middle of a delta: the table goes on in memory, the answer says that it
// is not durable, and the next whole table mends it.
TEST_F(CopyOnDisk, AFullDiskCostsDurabilityOnly) {
    TableCopy copy{directory};
    BrokerTable table;
    keep_all(copy, table, push_of(accounts, epoch, 5));
    ASSERT_TRUE(is_durable(copy, 5));

    // A file may not grow: what a full disk does, for this process.
    (void)signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit full = before;
    full.rlim_cur = copy.bytes() + 10;
    setrlimit(RLIMIT_FSIZE, &full);
    keep(copy, table, delta_of({{"a"}, {}}, epoch, 6));
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_TRUE(copy.is_broken());
    EXPECT_EQ(copy.fault(), "File too large");
    // A push that is broken off mends nothing: the delta is still missing.
    keep(copy, table, push_of(accounts, epoch, 9).front());
    table.forget_push();
    keep(copy, table, delta_of({{"b"}, {}}, epoch, 7));
    EXPECT_TRUE(copy.is_broken());
    copy.finish();
    EXPECT_EQ(copy.durable(epoch, any), 5U);
    EXPECT_EQ(loaded().version(), 5U);

    keep_all(copy, table, push_of(accounts, epoch, 8));
    EXPECT_FALSE(copy.is_broken());
    ASSERT_TRUE(is_durable(copy, 8));
    EXPECT_EQ(copy.fault(), "");
    EXPECT_EQ(loaded().version(), 8U);
}

TEST_F(CopyOnDisk, ADirectoryThatIsNotThereIsSaid) {
    TableCopy copy{directory + "/missing"};
    BrokerTable table;
    keep_all(copy, table, push_of(accounts, epoch, 5));
    EXPECT_TRUE(copy.is_broken());
    EXPECT_EQ(copy.fault(), "No such file or directory");
    EXPECT_EQ(copy.durable(epoch, any), 0U);
    EXPECT_EQ(table.version(), 5U);
}

TEST_F(CopyOnDisk, AKilledHelperIsReplaced) {
    TableCopy copy{directory};
    BrokerTable table;
    keep_all(copy, table, push_of(accounts, epoch, 5));
    ASSERT_TRUE(is_durable(copy, 5));
    // More often than it may die without having done anything.
    for (std::uint64_t version = 6; version < 6 + 2 * CopyHelper::starts_max; ++version) {
        ASSERT_GT(copy.helper(), 0);
        ASSERT_EQ(kill(copy.helper(), SIGKILL), 0);
        keep(copy, table, delta_of({{"a"}, {}}, epoch, version));
        ASSERT_TRUE(is_durable(copy, version));
        EXPECT_EQ(loaded().version(), version);
    }
    EXPECT_EQ(copy.fault(), "");
}

}  // namespace
}  // namespace soc::plugin

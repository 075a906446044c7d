#include "plugin/table_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace soc::plugin {
namespace {

constexpr int at_the_end_ms = 2'000;

std::string content_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    content << file.rdbuf();
    return std::move(content).str();
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

TableCopy::TableCopy(std::string directory)
    : files_{std::move(directory)}, helper_{files_.directory} {}

TableCopy::~TableCopy() {
    close_file(copy_);
    close_file(fresh_);
}

void TableCopy::close_file(Open& file) {
    if (file.descriptor >= 0) close(file.descriptor);
    file = {};
}

BrokerTable TableCopy::load(std::string& note) {
    std::uint64_t whole = 0;
    BrokerTable table = load_file(files_.current(), whole);
    note = "the copy";
    if (table.version() == 0) {
        table = load_file(files_.previous(), whole);
        note = "the previous copy, since the last one is damaged or missing";
        // It goes on from here; the damaged one is of no use to anybody.
        if (table.version() > 0) {
            (void)rename(files_.previous().c_str(), files_.current().c_str());
        }
    }
    if (table.version() == 0) {
        note = "there is no copy";
        return table;
    }
    copy_ = {open(files_.current().c_str(), O_WRONLY | O_APPEND | O_CLOEXEC), whole};
    table.forget_push();
    broken_ = copy_.descriptor < 0 || ftruncate(copy_.descriptor, static_cast<off_t>(whole)) != 0;
    if (broken_) fault_ = std::generic_category().message(errno);
    written_ = {.number = 1, .epoch = table.epoch(), .version = table.version()};
    ordered_ = durable_ = written_;
    return table;
}

BrokerTable TableCopy::load_file(const std::string& path, std::uint64_t& whole_bytes) const {
    BrokerTable table;
    whole_bytes = 0;
    const std::string content = content_of(path);
    std::string_view rest = content;
    while (const Result<ControlFrame> frame = read_frame(rest)) {
        const std::size_t size = frame_header_bytes + frame->body.size();
        if (table.apply(*frame).status != TableStatus::ok) break;
        rest.remove_prefix(size);
        whole_bytes += size;
    }
    return table;
}

void TableCopy::keep(const ControlFrame& frame, std::string_view message) {
    const bool is_delta = frame.type == FrameType::delta;
    const bool is_commit = frame.type == FrameType::commit;
    if (frame.type == FrameType::begin) begin();
    // A table that was broken off goes; deltas belong to the one in force.
    if (is_delta) drop_fresh();
    // After a delta that is missing the others are of no use, until there is a whole table.
    if (is_delta && broken_) return;
    const bool is_kept = append(is_delta ? copy_ : fresh_, message);
    if (!is_kept && !is_delta) drop_fresh();
    if (is_delta || is_commit) broken_ = !is_kept;
    if (broken_) return;
    if (is_commit) commit();
    if (is_delta || is_commit) {
        written_ = {.number = written_.number + 1, .epoch = frame.epoch, .version = frame.to};
    }
    order_next();
}

void TableCopy::begin() {
    drop_fresh();
    helper_.give_another_chance();
    fresh_ = {open(files_.fresh(++fresh_number_).c_str(),
                   O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR),
              0};
    if (fresh_.descriptor < 0) fault_ = std::generic_category().message(errno);
}

bool TableCopy::append(Open& file, std::string_view message) {
    if (file.descriptor < 0) return false;
    if (write_all(file.descriptor, message)) {
        file.bytes += message.size();
        return true;
    }
    fault_ = std::generic_category().message(errno);
    // Half a frame must not stand before whole ones.
    (void)!ftruncate(file.descriptor, static_cast<off_t>(file.bytes));
    return false;
}

void TableCopy::commit() {
    // One that waits to be installed is overtaken; one that is being installed is not touched.
    if (to_install_ != 0 && to_install_ != installing_) {
        (void)unlink(files_.fresh(to_install_).c_str());
    }
    close_file(copy_);
    copy_ = std::exchange(fresh_, Open{});
    to_install_ = fresh_number_;
}

void TableCopy::drop_fresh() {
    if (fresh_.descriptor < 0) return;
    close_file(fresh_);
    (void)unlink(files_.fresh(fresh_number_).c_str());
}

bool TableCopy::poll() {
    const std::optional<CopyHelper::Done> done = helper_.take();
    const bool changed = done && note_done(*done);
    order_next();
    return changed;
}

void TableCopy::finish() {
    for (order_next(); helper_.is_busy(); order_next()) {
        const std::optional<CopyHelper::Done> done = helper_.wait(at_the_end_ms);
        if (!done) return;
        note_done(*done);
    }
}

bool TableCopy::note_done(const CopyHelper::Done& done) {
    if (!done.ok) {
        broken_ = true;
        fault_ = std::generic_category().message(done.error);
        installing_ = 0;
        return false;
    }
    if (!broken_) fault_.clear();
    if (to_install_ == installing_) to_install_ = 0;
    installing_ = 0;
    durable_ = ordered_;
    return true;
}

void TableCopy::order_next() {
    if (broken_ || helper_.is_busy()) return;
    // An order over which the helper died is given again.
    if (written_.number == durable_.number) return;
    if (!helper_.is_ready()) {
        fault_ = "the process that syncs it does not live";
        return;
    }
    ordered_ = written_;
    installing_ = to_install_;
    helper_.send({.install = to_install_});
}

}  // namespace soc::plugin

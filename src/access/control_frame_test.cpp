#include "access/control_frame.h"

#include <gtest/gtest.h>

#include "access/table_answer.h"
#include "core/limits.h"

namespace soc {
namespace {

const ControlFrame a_delta{.type = FrameType::delta,
                           .epoch = 0x0102030405060708,
                           .from = 41,
                           .to = 42,
                           .sequence = 7,
                           .body = "body"};

std::string reason_of(std::string_view bytes) {
    const Result<ControlFrame> frame = parse_frame(bytes);
    return frame ? "" : frame.error().reason;
}

TEST(ControlFrame, IsReadAsItWasWritten) {
    const std::string message = write_frame(a_delta);
    EXPECT_EQ(message.size(), frame_header_bytes + 4);
    EXPECT_EQ(message.substr(0, 4), std::string("SC\x01\x05"));
    const Result<ControlFrame> frame = parse_frame(message);
    ASSERT_TRUE(frame);
    EXPECT_EQ(*frame, a_delta);
}

TEST(ControlFrame, EveryOtherBitIsNoticed) {
    const std::string message = write_frame(a_delta);
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
        std::string changed = message;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        EXPECT_FALSE(parse_frame(changed)) << "bit " << bit;
    }
}

TEST(ControlFrame, EveryShorterOneIsTruncated) {
    const std::string message = write_frame(a_delta);
    for (std::size_t size = 0; size < message.size(); ++size) {
        EXPECT_EQ(reason_of(std::string_view{message}.substr(0, size)), "truncated") << size;
    }
}

TEST(ControlFrame, SaysWhatIsWrong) {
    const std::string message = write_frame(a_delta);
    const auto with = [&](std::size_t at, char value) {
        std::string changed = message;
        changed[at] = value;
        return changed;
    };
    EXPECT_EQ(reason_of(R"({"json":"is no frame, however long it may be"})"), "not_a_frame");
    EXPECT_EQ(reason_of(with(2, 2)), "other_format");
    EXPECT_EQ(reason_of(with(3, 6)), "unknown_type");
    EXPECT_EQ(reason_of(with(6, 5)), "too_large") << "a body of 5 * 65536 bytes";
    EXPECT_EQ(reason_of(with(43, 'Y')), "damaged");
    EXPECT_EQ(reason_of(message + "x"), "trailing_bytes");
}

TEST(ControlFrame, FollowsAnother) {
    const std::string two = write_frame(a_delta) + write_frame({.type = FrameType::hello});
    const Result<ControlFrame> first = read_frame(two);
    ASSERT_TRUE(first);
    const Result<ControlFrame> second =
        read_frame(std::string_view{two}.substr(frame_header_bytes + first->body.size()));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->type, FrameType::hello);
}

TEST(TableAnswer, IsReadAsItWasWritten) {
    const TableAnswer answer{.status = TableStatus::gap,
                             .fault = PluginFault::no_copy,
                             .epoch = 3,
                             .applied = 9,
                             .durable = 8,
                             .accounts = 100,
                             .sessions = 7,
                             .copy_bytes = 1ULL << 40};
    const Result<TableAnswer> read = parse_answer(write_answer(answer));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, answer);
}

TEST(TableAnswer, SaysWhatIsWrong) {
    const auto refused = [](const ControlFrame& frame) {
        const Result<TableAnswer> answer = parse_answer(write_frame(frame));
        return answer ? "" : answer.error().reason;
    };
    using namespace std::string_view_literals;
    constexpr auto answer = FrameType::answer;
    EXPECT_EQ(refused({.type = FrameType::hello}), "not_an_answer");
    EXPECT_EQ(refused({.type = answer, .body = "short"}), "truncated");
    EXPECT_EQ(refused({.type = answer, .body = "\0\0----....12345678+"sv}), "trailing_bytes");
    EXPECT_EQ(refused({.type = answer, .body = "\x09\0----....12345678"sv}), "unknown_status");
    EXPECT_EQ(refused({.type = answer, .body = "\0\x09----....12345678"sv}), "unknown_fault");
}

}  // namespace
}  // namespace soc

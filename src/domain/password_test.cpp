#include "domain/password.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace soc {
namespace {

// It must not reach a log line by any of the ways in which text does.
static_assert(!std::is_convertible_v<Password, std::string_view>);
static_assert(!std::is_copy_constructible_v<Password>);
static_assert(!fmt::is_formattable<Password>::value);

// Short texts live inside the object and are copied by a move, long ones are handed over: the
// moved-from one holds neither.
TEST(Password, LeavesNothingBehindWhenMoved) {
    for (const std::string& text : {std::string{"short"}, std::string(100, 'x')}) {
        Password first{text};
        Password second{std::move(first)};
        EXPECT_EQ(second.reveal(), text);
        EXPECT_EQ(first.reveal(), "");
        Password third{"other"};
        third = std::move(second);
        EXPECT_EQ(third.reveal(), text);
        EXPECT_EQ(second.reveal(), "");
    }
}

}  // namespace
}  // namespace soc

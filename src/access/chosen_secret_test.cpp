#include "access/chosen_secret.h"

#include <gtest/gtest.h>

#include <string>

#include "core/limits.h"

namespace soc {
namespace {

std::string reason(std::string text) {
    const Status checked = check_chosen_secret(Secret{std::move(text)});
    if (checked) return "";
    EXPECT_EQ(checked.error().field, "secret");
    return checked.error().reason;
}

TEST(ChosenSecret, HasSixteenCharactersOfText) {
    EXPECT_EQ(reason(""), "too_short");
    EXPECT_EQ(reason(std::string(15, 'x')), "too_short");
    EXPECT_EQ(reason(std::string(16, 'x')), "");
    EXPECT_EQ(reason("é" + std::string(14, 'x')), "too_short") << "characters, not bytes";
    EXPECT_EQ(reason("é" + std::string(15, 'x')), "");
    EXPECT_EQ(reason(std::string(limits::secret_bytes_max, 'x')), "");
    EXPECT_EQ(reason(std::string(limits::secret_bytes_max + 1, 'x')), "too_long");
    EXPECT_EQ(reason("sixteen letters\0 and more"), "too_short");
    EXPECT_EQ(reason(std::string{"sixteen letters\0 and more", 25}), "not_plain_text");
    EXPECT_EQ(reason("caf\xe9 and sixteen more"), "not_plain_text");
    EXPECT_EQ(reason("two lines\nof a secret"), "not_plain_text");
}

}  // namespace
}  // namespace soc

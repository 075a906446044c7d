#include "core/secret.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/log.h"

namespace soc {
namespace {

// Nothing turns it into text but `reveal`: neither a log field nor a string takes it.
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, Secret>);
static_assert(!fmt::is_formattable<Secret>::value);

constexpr std::string_view short_text = "s3cret-in";  // lies within the object
const std::string long_text = "s3cret-" + std::string(200, 'o');
/// What is searched for: a piece that each of them has.
constexpr std::string_view piece = "s3cret";

/// Memory for secrets that looks at what comes back before anybody else gets it.
class WatchedMemory final : public std::pmr::memory_resource {
public:
    WatchedMemory() : before_{std::pmr::set_default_resource(this)} {}
    ~WatchedMemory() override { std::pmr::set_default_resource(before_); }
    WatchedMemory(const WatchedMemory&) = delete;
    WatchedMemory& operator=(const WatchedMemory&) = delete;

    int returned = 0;
    int dirty = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    }
    void do_deallocate(void* block, std::size_t bytes, std::size_t alignment) override {
        const std::string_view content{static_cast<const char*>(block), bytes};
        ++returned;
        dirty += content.find(piece) != std::string_view::npos ? 1 : 0;
        std::pmr::new_delete_resource()->deallocate(block, bytes, alignment);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::pmr::memory_resource* before_;
};

/// A secret in a place that stays readable when it is gone.
class Place {
public:
    template <class Value>
    Secret& put(Value&& value) {
        return *std::construct_at(secret(), std::forward<Value>(value));
    }
    void destroy() { std::destroy_at(secret()); }
    [[nodiscard]] bool shows_a_piece() const {
        return std::string_view{bytes_.data(), bytes_.size()}.find(piece) !=
               std::string_view::npos;
    }

private:
    Secret* secret() { return reinterpret_cast<Secret*>(bytes_.data()); }

    alignas(Secret) std::array<char, sizeof(Secret)> bytes_{};
};

TEST(Secret, LeavesNoByteBehindWhenItGoes) {
    for (const std::string& text : {std::string{short_text}, long_text}) {
        SCOPED_TRACE(text);
        WatchedMemory memory;
        Place place;
        EXPECT_EQ(place.put(text).reveal(), text);
        EXPECT_EQ(place.shows_a_piece(), text == short_text) << "the test looks where it lies";
        place.destroy();
        EXPECT_FALSE(place.shows_a_piece());
        EXPECT_EQ(memory.returned, text == short_text ? 0 : 1);
        EXPECT_EQ(memory.dirty, 0);
    }
}

TEST(Secret, LeavesNoByteBehindWhereItWasMovedFrom) {
    for (const std::string& text : {std::string{short_text}, long_text}) {
        SCOPED_TRACE(text);
        WatchedMemory memory;
        Place place;
        Secret& first = place.put(text);
        const Secret& left_of_first = first;
        Secret second{std::move(first)};
        const Secret& left_of_second = second;
        EXPECT_EQ(second.reveal(), text);
        EXPECT_TRUE(left_of_first.empty());
        EXPECT_FALSE(place.shows_a_piece());

        first = std::move(second);
        EXPECT_EQ(first.reveal(), text);
        EXPECT_TRUE(left_of_second.empty());
        second = std::move(first);
        EXPECT_FALSE(place.shows_a_piece());
        place.destroy();
        EXPECT_EQ(memory.dirty, 0);
    }
}

// A longer value's end must not stay behind a shorter one.
TEST(Secret, LeavesNoByteOfAnEarlierValue) {
    WatchedMemory memory;
    Place place;
    Secret& secret = place.put(std::string{short_text});
    const Secret none{std::string{"x"}};
    secret = none;
    EXPECT_EQ(secret.reveal(), "x");
    EXPECT_FALSE(place.shows_a_piece());
    secret = Secret{long_text};
    secret = none;
    secret = Secret{long_text};
    const Secret& same = secret;
    secret = same;
    EXPECT_EQ(secret.reveal(), long_text);
    place.destroy();
    EXPECT_EQ(memory.dirty, 0);
}

TEST(Secret, EndsWithANul) {
    for (const std::string& text : {std::string{}, std::string{short_text}, long_text}) {
        const Secret secret{text};
        EXPECT_EQ(std::string{secret.reveal().data()}, text);
    }
}

class SecretFile : public ::testing::Test {
protected:
    ~SecretFile() override { std::filesystem::remove(path); }

    Result<Secret> read(const std::string& content) {
        std::ofstream{path, std::ios::binary} << content;
        return Secret::from_file(path);
    }

    const std::string path = std::filesystem::temp_directory_path() /
                              ("soc-secret-" + std::to_string(getpid()));
};

TEST_F(SecretFile, IsItsContentWithoutTheLineEnd) {
    EXPECT_EQ(read("s3cret")->reveal(), "s3cret");
    EXPECT_EQ(read("s3cret\n")->reveal(), "s3cret");
    EXPECT_EQ(read("s3cret\r\n")->reveal(), "s3cret");
    EXPECT_EQ(read(" two words \n\n")->reveal(), " two words \n");
    EXPECT_EQ(read(std::string(4'096, 'x'))->reveal().size(), 4'096U);
}

TEST_F(SecretFile, IsRefusedWhenEmptyTooLongOrMissing) {
    EXPECT_EQ(read("\n").error().reason, "file_empty");
    EXPECT_EQ(read(std::string(4'097, 'x')).error().reason, "file_too_large");
    EXPECT_EQ(Secret::from_file(path + "/nowhere").error().reason, "file_unreadable");
    EXPECT_EQ(Secret::from_file("/").error().reason, "file_unreadable");
}

}  // namespace
}  // namespace soc

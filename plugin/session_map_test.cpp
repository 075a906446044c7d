#include "plugin/session_map.h"

#include <gtest/gtest.h>

namespace soc::plugin {
namespace {

struct Sessions : ::testing::Test {
    SessionMap sessions;
    int connections[3] = {};

    SessionMap::Session of(const std::string& login, int connection) {
        return {.client = &connections[connection], .login = login, .opened_with = {}};
    }
};

TEST_F(Sessions, AreFoundByLogin) {
    sessions.enter("board-1", of("a", 0));
    sessions.enter("board-2", of("a", 1));
    EXPECT_EQ(sessions.clients_of("a").size(), 2U);
    EXPECT_EQ(sessions.login_of("board-2"), "a");
    sessions.leave("board-1", &connections[0]);
    EXPECT_EQ(sessions.clients_of("a"), std::vector<std::string>{"board-2"});
    sessions.leave("board-2", &connections[1]);
    EXPECT_TRUE(sessions.clients_of("a").empty());
    EXPECT_EQ(sessions.size(), 0U);
}

// The same client id again: the broker lets the new one in before it ends the old one.
TEST_F(Sessions, TheEndOfATakenOverConnectionIsNotTheNewOnes) {
    sessions.enter("board", of("a", 0));
    sessions.enter("board", of("a", 1));
    EXPECT_EQ(sessions.size(), 1U);
    sessions.leave("board", &connections[0]);
    EXPECT_EQ(sessions.login_of("board"), "a");
    sessions.leave("board", &connections[1]);
    EXPECT_EQ(sessions.size(), 0U);
}

// A broker reloads its configuration and asks for everybody who is in once more.
TEST_F(Sessions, EnteringTwiceIsOnce) {
    sessions.enter("board", of("a", 0));
    sessions.enter("board", of("a", 0));
    EXPECT_EQ(sessions.clients_of("a").size(), 1U);
    sessions.leave("board", &connections[0]);
    EXPECT_EQ(sessions.size(), 0U);
}

TEST_F(Sessions, LeavingWithoutEnteringIsNothing) {
    sessions.leave("board", &connections[0]);
    EXPECT_EQ(sessions.size(), 0U);
}

}  // namespace
}  // namespace soc::plugin

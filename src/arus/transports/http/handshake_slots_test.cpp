// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/handshake_slots.hpp"

#include <gtest/gtest.h>

namespace arus::http::detail {
namespace {

TEST(HandshakeSlots, leave_room_for_others_when_one_address_has_its_share) {
    HandshakeSlots slots;
    const HandshakeSlots::Limits limits{.together = 3, .of_one = 2};
    EXPECT_TRUE(slots.take("192.0.2.1", limits));
    EXPECT_TRUE(slots.take("192.0.2.1", limits));
    EXPECT_FALSE(slots.take("192.0.2.1", limits));
    EXPECT_TRUE(slots.take("192.0.2.2", limits));
    EXPECT_FALSE(slots.take("192.0.2.3", limits)) << "all are taken";
    slots.give_back("192.0.2.1");
    EXPECT_TRUE(slots.take("192.0.2.3", limits));
    EXPECT_FALSE(slots.take("192.0.2.1", limits));
    slots.give_back("192.0.2.2");
    EXPECT_TRUE(slots.take("192.0.2.1", limits));
}

}  // namespace
}  // namespace arus::http::detail

// SPDX-License-Identifier: Apache-2.0
#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"

#include <gtest/gtest.h>

namespace arus {
namespace {

TEST(Bytes, digests_the_standard_test_vector) {
    // FIPS 180-4 example "abc".
    EXPECT_EQ(
        hex_of(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Bytes, digests_pieces_like_the_whole) {
    const Hash256 pieces = Sha256().add("a").add_u8('b').add("c").finish();
    EXPECT_EQ(pieces, sha256("abc"));
    const std::string eight("\0\0\0\0\0\0\x01\x02", 8);
    EXPECT_EQ(Sha256().add_u64be(258).finish(), sha256(eight));
}

TEST(Bytes, hexadecimal_goes_both_ways_and_refuses_the_rest) {
    Bytes16 bytes{};
    ASSERT_TRUE(parse_hex("000102030405060708090a0B0c0D0e0F", bytes));
    EXPECT_EQ(hex_of(bytes), "000102030405060708090a0b0c0d0e0f");
    EXPECT_FALSE(parse_hex("00", bytes));
    EXPECT_FALSE(parse_hex("g00102030405060708090a0B0c0D0e0F", bytes));
}

TEST(Bytes, base64url_goes_both_ways_and_refuses_the_rest) {
    const std::string text = "\xFB\xFF\xFE";
    const auto encoded = base64url_of(
        {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    EXPECT_EQ(encoded, "-__-");
    EXPECT_EQ(parse_base64url(encoded), text);
    EXPECT_EQ(parse_base64url(""), "");
    EXPECT_FALSE(parse_base64url("+//+"));
    EXPECT_FALSE(parse_base64url("ab=="));
}

TEST(Ids, parse_and_print_the_same_uuid) {
    const auto id = AccountId::parse("0192F0C1-2345-7abc-8def-0123456789ab");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->text(), "0192f0c1-2345-7abc-8def-0123456789ab");
    for (const char* wrong :
         {"", "0192f0c1-2345-7abc-8def-0123456789a", "0192f0c123457abc8def0123456789ab0000",
          "0192f0c1-2345-7abc-8def-0123456789ag", "----0192f0c123457abc8def0123456789ab",
          "0192f0c1-2345-7abc-8def--123456789ab"}) {
        EXPECT_FALSE(AccountId::parse(wrong)) << wrong;
    }
}

TEST(Ids, version_7_sorts_by_the_time_it_was_made) {
    const auto early = AccountId::make(Instant{1'700'000'000'000'000});
    const auto late = AccountId::make(Instant{1'700'000'000'001'000});
    EXPECT_LT(early, late);
    EXPECT_EQ(early.text()[14], '7');
    EXPECT_NE(AccountId::make(Instant{0}), AccountId::make(Instant{0}));
}

}  // namespace
}  // namespace arus

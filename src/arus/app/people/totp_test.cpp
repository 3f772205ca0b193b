// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/totp.hpp"

#include "arus/app/detail/sha1.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace arus::app {
namespace {

/// "12345678901234567890", the secret of RFC 6238's examples.
constexpr std::string_view secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

std::string hmac(std::string_view key, std::string_view message) {
    const auto bytes = [](std::string_view text) {
        return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    return hex_of(detail::hmac_sha1(bytes(key), bytes(message)));
}

TEST(HmacSha1, gives_what_rfc_2202_lists) {
    EXPECT_EQ(
        hmac(std::string(20, '\x0b'), "Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(
        hmac("Jefe", "what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(
        hmac(
            std::string(80, '\xaa'),
            "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
        "e8e99d0f45237d786d6bbaa7965c7808bbff1a91");
}

TEST(Totp, gives_the_last_six_digits_of_what_rfc_6238_lists) {
    const std::pair<std::int64_t, const char*> listed[] = {
        {59, "287082"},
        {1'111'111'109, "081804"},
        {1'111'111'111, "050471"},
        {1'234'567'890, "005924"},
        {2'000'000'000, "279037"},
        {20'000'000'000, "353130"}};
    for (const auto& [second, code] : listed) {
        EXPECT_EQ(totp_code(secret, totp_step({second * 1'000'000})), code) << second;
    }
}

TEST(Totp, takes_the_present_code_and_its_neighbours_once) {
    const Instant now{1'111'111'111'000'000};
    const std::uint64_t step = totp_step(now);
    for (const std::uint64_t near : {step - 1, step, step + 1}) {
        EXPECT_EQ(matching_totp_step(secret, totp_code(secret, near), now, 0), near);
    }
    EXPECT_FALSE(matching_totp_step(secret, totp_code(secret, step - 2), now, 0));
    EXPECT_FALSE(matching_totp_step(secret, totp_code(secret, step + 2), now, 0));
    EXPECT_FALSE(matching_totp_step(secret, totp_code(secret, step), now, step)) << "used";
    EXPECT_FALSE(matching_totp_step(secret, totp_code(secret, step - 1), now, step)) << "older";
    EXPECT_FALSE(matching_totp_step(secret, "", now, 0));
}

TEST(Totp, makes_secrets_and_recovery_codes_that_differ) {
    EXPECT_NE(make_totp_secret(), make_totp_secret());
    EXPECT_EQ(totp_code(make_totp_secret(), 1).size(), 6U);
    const auto codes = make_recovery_codes();
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10U);
    const std::string& code = codes.front();
    std::string typed = code.substr(0, 5) + ' ' + code.substr(6);
    typed[0] = static_cast<char>(std::tolower(typed[0]));
    EXPECT_EQ(recovery_code_hash(typed), recovery_code_hash(code));
    EXPECT_NE(recovery_code_hash(codes[1]), recovery_code_hash(code));
    EXPECT_FALSE(is_totp_code(code));
    EXPECT_TRUE(is_totp_code("000000"));
}

TEST(Totp, writes_an_address_that_authenticators_read) {
    EXPECT_EQ(
        totp_uri(secret, "a+b@arus.test"),
        "otpauth://totp/Arus:a%2bb%40arus.test?secret=" + std::string(secret) + "&issuer=Arus");
}

}  // namespace
}  // namespace arus::app

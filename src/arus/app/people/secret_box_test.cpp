// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/secret_box.hpp"

#include "arus/base/failure.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

const std::string first_key(32, 'a');
const std::string second_key(40, 'b');

TEST(SecretBox, opens_what_it_sealed_and_seals_no_text_alike_twice) {
    const SecretBox box({first_key});
    const std::string sealed = box.seal("rahasia");
    EXPECT_EQ(box.open(sealed), "rahasia");
    EXPECT_EQ(sealed.find("rahasia"), std::string::npos);
    EXPECT_NE(box.seal("rahasia"), sealed);
}

TEST(SecretBox, refuses_what_is_damaged_or_sealed_with_another_key) {
    const SecretBox box({first_key});
    std::string sealed = box.seal("rahasia");
    EXPECT_FALSE(SecretBox({second_key}).open(sealed));
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    EXPECT_FALSE(box.open(sealed));
    EXPECT_FALSE(box.open("S"));
    EXPECT_FALSE(box.open(""));
}

TEST(SecretBox, opens_with_an_earlier_key_after_the_key_was_changed) {
    const std::string sealed = SecretBox({first_key}).seal("rahasia");
    const SecretBox changed({second_key, first_key});
    EXPECT_EQ(changed.open(sealed), "rahasia");
    EXPECT_EQ(SecretBox({second_key}).open(changed.seal("baru")), "baru");
}

TEST(SecretBox, keeps_text_as_it_is_without_a_key_and_opens_that_later_too) {
    const std::string kept = SecretBox({}).seal("rahasia");
    EXPECT_EQ(kept, "Prahasia");
    EXPECT_EQ(SecretBox({first_key}).open(kept), "rahasia");
}

TEST(SecretBox, refuses_a_key_that_can_be_guessed) {
    EXPECT_THROW(SecretBox({"short"}), Failure);
}

}  // namespace
}  // namespace arus::app

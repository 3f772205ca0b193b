// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/secret_box.hpp"

#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"

#include <sodium.h>

#include <algorithm>

namespace arus::app {

namespace {

constexpr char sealed_mark = 'S';
constexpr char plain_mark = 'P';
constexpr std::size_t key_characters_min = 32;
constexpr std::size_t nonce_bytes = crypto_secretbox_NONCEBYTES;
constexpr std::size_t tag_bytes = crypto_secretbox_MACBYTES;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SecretBox::SecretBox(const std::vector<std::string>& keys) {
    if (sodium_init() < 0) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "secrets"}, "libsodium does not start");
    }
    for (const std::string& text : keys) {
        if (text.size() < key_characters_min) {
            throw Failure(
                {Failure::Kind::configuration, false, true, "secrets"},
                "secret_key must have at least 32 characters");
        }
        Key key;
        key.bytes = sha256("arus.secret.v1 " + text);
        const Hash256 name = sha256(std::string(key.bytes.begin(), key.bytes.end()));
        std::copy_n(name.begin(), key.name.size(), key.name.begin());
        keys_.push_back(key);
    }
}

std::string SecretBox::seal(std::string_view text) const {
    if (keys_.empty()) {
        return plain_mark + std::string(text);
    }
    const Key& key = keys_.front();
    std::array<std::uint8_t, nonce_bytes> nonce{};
    fill_random(nonce);
    std::string box(text.size() + tag_bytes, '\0');
    crypto_secretbox_easy(
        reinterpret_cast<unsigned char*>(box.data()), bytes_of(text), text.size(), nonce.data(),
        key.bytes.data());
    std::string sealed(1, sealed_mark);
    sealed.append(key.name.begin(), key.name.end());
    sealed.append(nonce.begin(), nonce.end());
    return sealed + box;
}

std::optional<std::string> SecretBox::open(std::string_view sealed) const {
    if (sealed.starts_with(plain_mark)) {
        return std::string(sealed.substr(1));
    }
    constexpr std::size_t head_bytes = 1 + sizeof(Key::name) + nonce_bytes;
    if (!sealed.starts_with(sealed_mark) || sealed.size() < head_bytes + tag_bytes) {
        return std::nullopt;
    }
    const std::string_view name = sealed.substr(1, sizeof(Key::name));
    const std::string_view nonce = sealed.substr(1 + sizeof(Key::name), nonce_bytes);
    const std::string_view box = sealed.substr(head_bytes);
    for (const Key& key : keys_) {
        if (!std::equal(key.name.begin(), key.name.end(), bytes_of(name))) {
            continue;
        }
        std::string text(box.size() - tag_bytes, '\0');
        if (crypto_secretbox_open_easy(
                reinterpret_cast<unsigned char*>(text.data()), bytes_of(box), box.size(),
                bytes_of(nonce), key.bytes.data())
            == 0) {
            return text;
        }
    }
    return std::nullopt;
}

}  // namespace arus::app

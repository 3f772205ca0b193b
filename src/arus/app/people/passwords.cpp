// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/passwords.hpp"

#include "arus/base/failure.hpp"

#include <sodium.h>

#include <array>

namespace arus::app {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;

std::string hash_now(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str(text.data(), password.data(), password.size(), passes, memory_bytes)
        != 0) {
        // The one way it can fail: 19 MiB could not be had.
        throw Failure(
            {Failure::Kind::overloaded, true, true, "passwords"}, "no memory to hash a password");
    }
    return {text.data()};
}

Passwords::Check check_now(const std::string& password, const std::string& stored_hash) {
    Passwords::Check check;
    check.matches = crypto_pwhash_str_verify(stored_hash.c_str(), password.data(), password.size())
                    == 0;
    if (check.matches
        && crypto_pwhash_str_needs_rehash(stored_hash.c_str(), passes, memory_bytes) == 1) {
        check.better_hash = hash_now(password);
    }
    return check;
}

}  // namespace

Passwords::Passwords(std::size_t queue_max) :
    pool_({.name = "passwords", .threads = 1, .queue_max = queue_max, .nice = 10}) {
    if (sodium_init() < 0) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "passwords"}, "libsodium does not start");
    }
}

Awaitable<std::string> Passwords::hash(std::string password, Deadline deadline) {
    auto work = [text = std::move(password)] { return hash_now(text); };  // named: GCC bug 107288
    co_return co_await pool_.run(deadline, std::move(work));
}

Awaitable<Passwords::Check> Passwords::check(
    std::string password, std::string stored_hash, Deadline deadline) {
    auto work = [text = std::move(password), stored = std::move(stored_hash)] {
        return check_now(text, stored);
    };
    co_return co_await pool_.run(deadline, std::move(work));
}

Awaitable<void> Passwords::check_nobody(std::string password, Deadline deadline) {
    // A check derives the key once, as making a hash does.
    co_await hash(std::move(password), deadline);
}

}  // namespace arus::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <iostream>
#include <random>
#include <string_view>

namespace arus {

/// The seed of a test that makes its cases by chance, printed so that a failure can be repeated.
/// `usual` unless ARUS_SEED says otherwise: a number, or `random` for one never tried before. The
/// usual one makes every run of an unchanged tree the same run; `./dev test --full` asks for
/// chance.
inline unsigned test_seed(unsigned usual) {
    const char* wanted = std::getenv("ARUS_SEED");
    unsigned chosen = usual;
    if (wanted != nullptr && std::string_view(wanted) == "random") {
        chosen = std::random_device{}();
    } else if (wanted != nullptr) {
        chosen = static_cast<unsigned>(std::strtoul(wanted, nullptr, 10));
    }
    std::cout << "seed " << chosen << " (ARUS_SEED=" << chosen << " repeats it)" << std::endl;
    return chosen;
}

}  // namespace arus

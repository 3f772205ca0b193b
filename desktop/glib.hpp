// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <glib-object.h>

#include <memory>
#include <string>

// Owners for what GLib hands out, so that nothing here calls g_free or g_object_unref by hand.
namespace arus::desktop {

struct FreeMemory {
    void operator()(void* memory) const { g_free(memory); }
};

struct ReleaseObject {
    void operator()(void* object) const { g_object_unref(object); }
};

struct FreeError {
    void operator()(GError* error) const { g_error_free(error); }
};

/// A string that GLib allocated.
using OwnedText = std::unique_ptr<char, FreeMemory>;

/// One reference to a GObject.
template <class T>
using Owned = std::unique_ptr<T, ReleaseObject>;

using OwnedError = std::unique_ptr<GError, FreeError>;

/// The text, empty where there is none.
inline std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

}  // namespace arus::desktop

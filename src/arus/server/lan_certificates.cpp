// SPDX-License-Identifier: Apache-2.0
#include "arus/server/lan_certificates.hpp"

#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <fcntl.h>
#include <ifaddrs.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <system_error>

namespace arus::server {

namespace {

namespace ip = boost::asio::ip;

constexpr long day_s = 86'400;
constexpr long ca_days = 3'650;
constexpr long server_days = 397;  ///< what browsers take at most from public CAs
constexpr long renew_days = 30;
constexpr long backdated_s = 3'600;  ///< for devices whose clock is late

template <auto free>
struct Deleter {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

[[noreturn]] void fail(Failure::Kind kind, const std::string& what) {
    throw Failure({kind, false, true, "lan"}, what);
}

void check(bool done, const char* what) {
    if (!done) {
        fail(Failure::Kind::internal, std::string("OpenSSL could not ") + what);
    }
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    const Bio bio(BIO_new(BIO_s_mem()));
    check(bio && PEM_write_bio_X509(bio.get(), certificate) == 1, "write a certificate");
    return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
    const Bio bio(BIO_new(BIO_s_mem()));
    check(
        bio && PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "write a key");
    return text_of(bio.get());
}

/// Whole or not at all, under its name from then on.
void write_file(const std::filesystem::path& path, const std::string& text, mode_t mode) {
    const std::filesystem::path made = path.string() + ".new";
    const int file = ::open(made.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    const bool is_open = file >= 0;
    const bool written = is_open && ::fchmod(file, mode) == 0
                         && ::write(file, text.data(), text.size())
                                == static_cast<ssize_t>(text.size())
                         && ::fsync(file) == 0;
    const int code = errno;
    if (is_open) {
        ::close(file);
    }
    if (!written || ::rename(made.c_str(), path.c_str()) != 0) {
        fail(
            Failure::Kind::unavailable,
            "write " + path.string() + ": "
                + std::generic_category().message(written ? errno : code));
    }
}

Bio open_file(const std::filesystem::path& path) {
    Bio bio(BIO_new_file(path.c_str(), "r"));
    if (!bio) {
        fail(Failure::Kind::configuration, path.string() + " cannot be read");
    }
    return bio;
}

Certificate read_certificate(const std::filesystem::path& path) {
    Certificate certificate(PEM_read_bio_X509(open_file(path).get(), nullptr, nullptr, nullptr));
    if (!certificate) {
        fail(Failure::Kind::configuration, path.string() + " holds no certificate");
    }
    return certificate;
}

Key read_key(const std::filesystem::path& path) {
    Key key(PEM_read_bio_PrivateKey(open_file(path).get(), nullptr, nullptr, nullptr));
    if (!key) {
        fail(Failure::Kind::configuration, path.string() + " holds no key");
    }
    return key;
}

Key make_key() {
    Key key(EVP_EC_gen("P-256"));
    check(key != nullptr, "make a key");
    return key;
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    check(
        extension && X509_add_ext(certificate, extension.get(), -1) == 1,
        "add an extension to a certificate");
}

/// With a random number, valid from a little earlier than now.
Certificate begin_certificate(EVP_PKEY* key, const std::string& name, Instant now, long days) {
    Certificate certificate(X509_new());
    check(certificate != nullptr, "make a certificate");
    X509* const raw = certificate.get();
    std::array<std::uint8_t, 16> serial{};
    fill_random(serial);
    serial[0] &= 0x7fU;  // positive (RFC 5280 section 4.1.2.2)
    const std::unique_ptr<BIGNUM, Deleter<BN_free>> number(
        BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    std::time_t from = now.us / 1'000'000 - backdated_s;
    std::time_t to = now.us / 1'000'000 + days * day_s;
    const bool done = X509_set_version(raw, X509_VERSION_3) == 1
                      && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(raw)) != nullptr
                      && ASN1_TIME_set(X509_getm_notBefore(raw), from) != nullptr
                      && ASN1_TIME_set(X509_getm_notAfter(raw), to) != nullptr
                      && X509_set_pubkey(raw, key) == 1
                      && X509_NAME_add_entry_by_txt(
                             X509_get_subject_name(raw), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0)
                             == 1;
    check(done, "fill a certificate");
    return certificate;
}

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) {
        return {};
    }
    std::string text(name.data());
    text.resize(std::min(text.find('.'), text.size()));
    const bool is_plain = !text.empty() && text.size() <= 63
                          && std::ranges::all_of(text, [](char c) {
                                 return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9') || c == '-';
                             });
    return is_plain ? text : std::string();
}

Certificate make_ca(EVP_PKEY* key, Instant now) {
    const std::string host = host_name();
    Certificate ca = begin_certificate(key, "Arus " + (host.empty() ? "CA" : host), now, ca_days);
    check(X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get())) == 1, "name a CA");
    add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
    // Web servers only: the names below bind neither signed programs nor mail nor people.
    add_extension(ca.get(), ca.get(), NID_ext_key_usage, "serverAuth");
    const std::string names =
        "critical,permitted;DNS:local,permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,"
        "permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:172.16.0.0/255.240.0.0,"
        "permitted;IP:192.168.0.0/255.255.0.0,permitted;IP:169.254.0.0/255.255.0.0,"
        "permitted;IP:fc00:0:0:0:0:0:0:0/fe00:0:0:0:0:0:0:0,"
        "permitted;IP:0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    add_extension(ca.get(), ca.get(), NID_name_constraints, names);
    check(X509_sign(ca.get(), key, EVP_sha256()) > 0, "sign a CA");
    return ca;
}

std::string alternative_names(const LanNames& names) {
    std::string text;
    for (const std::string& host : names.hosts) {
        text += (text.empty() ? "DNS:" : ",DNS:") + host;
    }
    for (const std::string& address : names.addresses) {
        text += (text.empty() ? "IP:" : ",IP:") + address;
    }
    return text;
}

Certificate make_server_certificate(
    EVP_PKEY* key, X509* ca, EVP_PKEY* ca_key, const LanNames& names, Instant now) {
    Certificate made = begin_certificate(key, "Arus", now, server_days);
    X509* const raw = made.get();
    check(X509_set_issuer_name(raw, X509_get_subject_name(ca)) == 1, "name an issuer");
    add_extension(raw, ca, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(raw, ca, NID_key_usage, "critical,digitalSignature");
    add_extension(raw, ca, NID_ext_key_usage, "serverAuth");
    add_extension(raw, ca, NID_authority_key_identifier, "keyid");
    add_extension(raw, ca, NID_subject_alt_name, alternative_names(names));
    check(X509_sign(raw, ca_key, EVP_sha256()) > 0, "sign a certificate");
    return made;
}

bool holds_on(X509* certificate, Instant now, long days) {
    std::time_t until = now.us / 1'000'000 + days * day_s;
    return X509_cmp_time(X509_get0_notAfter(certificate), &until) > 0;
}

bool has_names(X509* certificate, const LanNames& names) {
    const bool has_hosts = std::ranges::all_of(names.hosts, [certificate](const std::string& one) {
        return X509_check_host(certificate, one.c_str(), one.size(), 0, nullptr) == 1;
    });
    return has_hosts && std::ranges::all_of(names.addresses, [&](const std::string& one) {
               return X509_check_ip_asc(certificate, one.c_str(), 0) == 1;
           });
}

bool fits(
    const std::filesystem::path& certificate_file, const std::filesystem::path& key_file, X509* ca,
    const LanNames& names, Instant now) {
    if (!std::filesystem::exists(certificate_file) || !std::filesystem::exists(key_file)) {
        return false;
    }
    const Certificate certificate = read_certificate(certificate_file);
    const Key key = read_key(key_file);
    return X509_check_private_key(certificate.get(), key.get()) == 1
           && X509_verify(certificate.get(), X509_get0_pubkey(ca)) == 1
           && holds_on(certificate.get(), now, renew_days) && has_names(certificate.get(), names);
}

std::string fingerprint_of(X509* certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    check(
        X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1,
        "take the fingerprint of a certificate");
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        std::string byte = hex_of({digest.data() + i, 1});
        std::ranges::transform(byte, byte.begin(), [](char c) {
            return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        text += (text.empty() ? "" : ":") + byte;
    }
    return text;
}

bool is_private(const ip::address& address) {
    if (address.is_loopback()) {
        return true;
    }
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0U) == 16)
               || (bytes[0] == 192 && bytes[1] == 168);
    }
    return (address.to_v6().to_bytes()[0] & 0xfeU) == 0xfc;
}

std::optional<ip::address> address_in(const sockaddr* from) {
    if (from != nullptr && from->sa_family == AF_INET) {
        ip::address_v4::bytes_type bytes;
        std::memcpy(
            bytes.data(), &reinterpret_cast<const sockaddr_in*>(from)->sin_addr, bytes.size());
        return ip::address_v4(bytes);
    }
    if (from != nullptr && from->sa_family == AF_INET6) {
        ip::address_v6::bytes_type bytes;
        std::memcpy(
            bytes.data(), &reinterpret_cast<const sockaddr_in6*>(from)->sin6_addr, bytes.size());
        return ip::address_v6(bytes);
    }
    return std::nullopt;
}

}  // namespace

LanNames LanNames::of_this_machine() {
    LanNames names;
    if (const std::string host = host_name(); !host.empty()) {
        names.hosts.push_back(host + ".local");
    }
    names.hosts.emplace_back("localhost");
    ifaddrs* found = nullptr;
    if (::getifaddrs(&found) != 0) {
        fail(
            Failure::Kind::unavailable,
            "ask for this machine's addresses: " + std::generic_category().message(errno));
    }
    const std::unique_ptr<ifaddrs, Deleter<freeifaddrs>> owner(found);
    std::vector<std::string> loopback;
    for (const ifaddrs* one = found; one != nullptr; one = one->ifa_next) {
        const auto address = address_in(one->ifa_addr);
        if (!address || !is_private(*address)) {
            continue;
        }
        auto& list = address->is_loopback() ? loopback : names.addresses;
        const std::string text = address->to_string();
        if (std::ranges::find(list, text) == list.end()) {
            list.push_back(text);
        }
    }
    // What people can use first: IPv4 before IPv6, the machine itself last.
    std::ranges::stable_partition(
        names.addresses, [](const std::string& text) { return text.find(':') == text.npos; });
    names.addresses.insert(names.addresses.end(), loopback.begin(), loopback.end());
    return names;
}

LanCertificates make_lan_certificates(
    const std::filesystem::path& folder, const LanNames& names, Instant now) {
    const auto own = folder / "lan";
    std::error_code error;
    std::filesystem::create_directories(own, error);
    if (error) {
        fail(Failure::Kind::unavailable, "make " + own.string() + ": " + error.message());
    }
    const auto ca_key_file = own / "ca.key";
    LanCertificates made;
    made.ca_certificate = own / "ca.crt";
    made.certificate = own / "server.crt";
    made.key = own / "server.key";
    const bool has_ca = std::filesystem::exists(ca_key_file)
                        && std::filesystem::exists(made.ca_certificate);
    if (!has_ca || !holds_on(read_certificate(made.ca_certificate).get(), now, server_days)) {
        if (has_ca) {
            log::warn("the CA of this machine ends: a new one was made; devices must trust it");
        }
        const Key key = make_key();
        const Certificate ca = make_ca(key.get(), now);
        write_file(ca_key_file, pem_of(key.get()), S_IRUSR | S_IWUSR);
        write_file(made.ca_certificate, pem_of(ca.get()), S_IRUSR | S_IWUSR);
    }
    const Certificate ca = read_certificate(made.ca_certificate);
    const Key ca_key = read_key(ca_key_file);
    if (X509_check_private_key(ca.get(), ca_key.get()) != 1) {
        fail(
            Failure::Kind::configuration,
            own.string() + ": ca.key is not the key of ca.crt; take both away to begin anew");
    }
    made.ca_fingerprint = fingerprint_of(ca.get());
    if (!fits(made.certificate, made.key, ca.get(), names, now)) {
        const Key key = make_key();
        const Certificate certificate = make_server_certificate(
            key.get(), ca.get(), ca_key.get(), names, now);
        write_file(made.key, pem_of(key.get()), S_IRUSR | S_IWUSR);
        write_file(
            made.certificate, pem_of(certificate.get()) + pem_of(ca.get()), S_IRUSR | S_IWUSR);
        made.renewed = true;
    }
    return made;
}

}  // namespace arus::server

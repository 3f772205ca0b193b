// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/batch_text.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"
#include "arus/adapters/mysql/test_database.hpp"
#include "arus/base/testing/seed.hpp"

#include <limits>
#include <random>
#include <regex>

namespace arus::mysql {
namespace {

using namespace std::chrono_literals;

/// Reads one literal back; fails the test if it is anything but what the formatter may write.
std::string bytes_of_literal(std::string_view literal) {
    EXPECT_TRUE(literal.starts_with("x'") && literal.ends_with("'")) << literal;
    const auto hex = literal.substr(2, literal.size() - 3);
    std::string bytes(hex.size() / 2, '\0');
    EXPECT_TRUE(parse_hex(hex, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}))
        << literal;
    return bytes;
}

std::string random_bytes(std::mt19937_64& random) {
    // Half of it out of what would break a careless formatter.
    static constexpr std::string_view nasty = "'\"\\;`-#/*\0\n\r\x1a%_xX=() \xc3\xa9\xff";
    std::string bytes(random() % 200, '\0');
    for (auto& byte : bytes) {
        byte = random() % 2 == 0 ? nasty[random() % nasty.size()] : static_cast<char>(random());
    }
    return bytes;
}

TEST(TextFormatter, writes_nothing_but_digits_hexadecimal_literals_and_null) {
    const auto seed = test_seed(20'261'122);
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const std::regex row(
        R"(\(x'[0-9a-f]*',-?[0-9]+,NULL,(x'[0-9a-f]*'|NULL),_utf8mb4 x'[0-9a-f]*'\))");
    for (int i = 0; i < 5'000; ++i) {
        const auto bytes = random_bytes(random);
        const auto number = static_cast<std::int64_t>(random());
        std::optional<std::string> maybe;
        if (random() % 2 == 0) {
            maybe = random_bytes(random);
        }
        std::string text;
        TextFormatter to(text);
        to.sql("(").value(bytes).sql(",").value(number).sql(",");
        to.value(std::optional<Date>()).sql(",").value(maybe).sql(",").text(bytes).sql(")");
        ASSERT_TRUE(std::regex_match(text, row)) << text;
        const auto end = text.find(',');
        ASSERT_EQ(bytes_of_literal(std::string_view(text).substr(1, end - 1)), bytes);
        ASSERT_EQ(std::stoll(text.substr(end + 1)), number);
    }
}

TEST(TextFormatter, writes_the_limits_of_numbers) {
    std::string text;
    TextFormatter(text).row(
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::uint64_t>::max(), true, Date{-1}, Instant{0}, std::string());
    EXPECT_EQ(text, "(-9223372036854775808,9223372036854775807,18446744073709551615,1,-1,0,x'')");
}

TEST(BatchText, splits_between_rows_where_a_piece_is_full) {
    BatchText text(40);
    const std::vector<int> numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    text.rows(";INSERT INTO a VALUES ", " END", numbers, [](TextFormatter& to, int number) {
        to.row(number, number);
    });
    text.statement(";UPDATE b SET c = ").value(1);
    const auto pieces = text.take();
    ASSERT_GT(pieces.size(), 1U);
    std::string rows;
    for (const auto& piece : pieces) {
        EXPECT_FALSE(piece.starts_with(";"));
        EXPECT_LT(piece.size(), 100U);
        if (piece.starts_with("INSERT")) {
            const auto end = piece.find(" END");
            ASSERT_NE(end, std::string::npos);
            rows += piece.substr(21, end - 21) + ";";
        }
    }
    EXPECT_EQ(std::count(rows.begin(), rows.end(), '('), 12);
    EXPECT_TRUE(pieces.back().ends_with("UPDATE b SET c = 1"));
    BatchText nothing(40);
    nothing.rows(";INSERT INTO a VALUES ", std::vector<int>(), [](TextFormatter&, int) {});
    EXPECT_EQ(nothing.take(), std::vector<std::string>(1));
}

class Literals : public ServerTest {};

Awaitable<void> compare(Options options, std::mt19937_64* random) {
    auto connection = co_await Connection::open(make_target(options), Deadline::in(30s));
    connection->set_deadline(Deadline::in(60s));
    for (int i = 0; i < 300; ++i) {
        const auto bytes = random_bytes(*random);
        const auto number = static_cast<std::int64_t>((*random)());
        std::string text("SELECT ");
        TextFormatter(text).value(bytes).sql(", ").value(number).sql(", ").value(
            std::optional<std::string>());
        const auto replies = co_await connection->query(std::move(text));
        auto rows = replies.rows(0);
        EXPECT_EQ(replies.size(), 1U);
        EXPECT_TRUE(rows.next());
        EXPECT_EQ(rows.text(0), bytes);
        EXPECT_EQ(rows.integer(1), number);
        EXPECT_TRUE(rows.is_null(2));
    }
}

TEST_F(Literals, are_understood_by_the_server_as_they_were_meant) {
    const auto seed = test_seed(20'261'122);
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    run_here(compare(owner, &random));
}

TEST(Url, is_read_with_what_stands_in_it) {
    const auto options = parse_url(
        "mysql://ar%40us:p%2Fw%3A@db.example.org:3307/books?tls=verify&ca=/etc/ca.pem");
    EXPECT_EQ(options.host, "db.example.org");
    EXPECT_EQ(options.port, 3307);
    EXPECT_EQ(options.user, "ar@us");
    EXPECT_EQ(options.password, "p/w:");
    EXPECT_EQ(options.database, "books");
    EXPECT_EQ(options.tls, Tls::verify);
    EXPECT_EQ(options.ca_file, "/etc/ca.pem");
    EXPECT_EQ(parse_url("mysql://a:b@127.0.0.1/c").tls, Tls::prefer);
    EXPECT_EQ(parse_url("mysql://a:b@[::1]/c").host, "::1");
    EXPECT_EQ(parse_url("mysql://a:b@[::1]/c").tls, Tls::prefer);
    EXPECT_EQ(parse_url("mysql://a:b@10.0.0.1/c").tls, Tls::require);
    EXPECT_EQ(parse_url("mysql://a:b@10.0.0.1/c").port, 3306);
    const auto socket = parse_url("mysql://a:b@localhost/c?socket=/run/db.sock");
    EXPECT_EQ(socket.unix_socket, "/run/db.sock");
    EXPECT_EQ(socket.tls, Tls::prefer);
}

TEST(Url, is_refused_without_its_password_in_the_words) {
    for (const auto* url :
         {"http://a:secret@b/c", "mysql://a:secret@b", "mysql://a:secret@b/", "mysql://b/c",
          "mysql://a:secret@b/c/d", "mysql://a:secret@b/c?tls=maybe", "mysql://a:secret@b/c?x=1",
          "mysql://a:secret@/c", "mysql://a:secret@b:0/c", "mysql://a:secret@b:99999/c",
          "mysql://a:secret@b/c?socket=/d", "a:secret"}) {
        try {
            parse_url(url);
            ADD_FAILURE() << url;
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::configuration) << url;
            EXPECT_EQ(std::string(failure.what()).find("secret"), std::string::npos) << url;
        }
    }
}

}  // namespace
}  // namespace arus::mysql

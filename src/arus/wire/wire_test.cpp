// SPDX-License-Identifier: Apache-2.0
#include "arus/base/bytes.hpp"
#include "arus/wire/account_bodies.hpp"
#include "arus/wire/book_bodies.hpp"
#include "arus/wire/event_line.hpp"
#include "arus/wire/problem.hpp"
#include "arus/wire/query.hpp"
#include "arus/wire/replies.hpp"
#include "arus/wire/transaction_body.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace arus::wire {
namespace {

/// What the file says of each code, in its order. The tests run in the project's folder.
struct ListedError {
    std::string code;
    std::map<std::string, std::string> members;
};

std::vector<ListedError> listed_errors() {
    std::ifstream file("contracts/errors.yaml");
    std::vector<ListedError> listed;
    bool in_refusals = false;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.front() != ' ' && line.front() != '#') {
            in_refusals = line == "refusals:";
        }
        if (!in_refusals) {
            continue;
        }
        if (line.starts_with("  - code: ")) {
            listed.push_back({line.substr(10), {}});
        } else if (
            line.starts_with("    ") && line.find(": ") != std::string::npos && line[4] != ' '
            && !listed.empty()) {
            const std::size_t colon = line.find(": ");
            listed.back().members[line.substr(4, colon - 4)] = line.substr(colon + 2);
        }
    }
    return listed;
}

TEST(Problem, table_equals_the_contract) {
    const auto listed = listed_errors();
    const auto table = error_table();
    ASSERT_EQ(listed.size(), table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        std::map<std::string, std::string> members = listed[i].members;
        EXPECT_EQ(table[i].code, listed[i].code);
        EXPECT_EQ(
            table[i].status == 0 ? "null" : std::to_string(table[i].status), members["status"])
            << table[i].code;
        EXPECT_EQ(table[i].title, members["title"]) << table[i].code;
        EXPECT_EQ(table[i].retry ? "true" : "false", members["retry"]) << table[i].code;
        const std::string socket = table[i].socket == SocketUse::none ? "null"
                                   : table[i].socket == SocketUse::reply
                                       ? "reply"
                                       : std::to_string(table[i].socket);
        EXPECT_EQ(socket, members["socket"]) << table[i].code;
    }
}

TEST(Problem, refusals_stand_in_the_order_of_the_contract) {
    const ErrorInfo* previous = nullptr;
    for (int i = 0; i <= static_cast<int>(RefusalCode::unavailable); ++i) {
        const ErrorInfo* const row = &error_info(static_cast<RefusalCode>(i));
        EXPECT_EQ(row->code, code_of(static_cast<RefusalCode>(i)));
        EXPECT_LT(previous, row);
        previous = row;
    }
}

TEST(Problem, document_has_every_member_and_repeats_no_broken_text) {
    Refusal refusal{
        RefusalCode::validation_failed, "a \"quoted\" word", {{"/a\xff", "pattern", "x"}}};
    std::string out;
    append_problem(out, problem_of(std::move(refusal)), "r-1");
    EXPECT_EQ(
        out,
        R"x({"type":"/errors/validation_failed","code":"validation_failed","title":"Some fields are not valid",)x"
        R"x("status":422,"detail":"a \"quoted\" word","request_id":"r-1",)x"
        R"x("errors":[{"pointer":"(not UTF-8)","code":"pattern","detail":"x"}]})x");
}

TEST(Problem, tells_whether_a_failure_is_worth_trying_again) {
    const auto of = [](Failure::Facts facts) {
        return problem_of(Failure(std::move(facts), "inner"));
    };
    EXPECT_EQ(of({Failure::Kind::unavailable, true, true, "x"}).error->status, 503);
    EXPECT_FALSE(of({Failure::Kind::unavailable, true, true, "x"}).outcome_unknown);
    EXPECT_TRUE(of({Failure::Kind::timeout, false, false, "x"}).outcome_unknown);
    EXPECT_EQ(of({Failure::Kind::timeout, false, false, "x"}).error->status, 503);
    EXPECT_EQ(of({Failure::Kind::corrupt, false, true, "x"}).error->status, 500);
    EXPECT_TRUE(of({Failure::Kind::corrupt, false, true, "x"}).detail.empty());
}

// ---- JSON
// -------------------------------------------------------------------------------------------

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(JsonDocument, refuses_what_two_readers_could_read_differently) {
    const std::string bad[] = {
        "",
        " ",
        "{",
        "{}x",
        "{} {}",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "NaN",
        "[Infinity]",
        "01",
        "+1",
        "1.",
        ".5",
        "\"\t\"",
        "\"\\x41\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "// x\n{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "\"\xff\"",
        "\"\xc0\xaf\"",
        "\"\xed\xa0\x80\"",
        "\"\xf4\x90\x80\x80\"",
        "\xef\xbb\xbf{}",
        nested(17),
        std::string("{}\0", 3),
        std::string("{\"a\0\":1}", 8),
        std::string(100'000, '['),
    };
    for (const std::string& text : bad) {
        const auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document.has_value()) << text.substr(0, 40);
        EXPECT_EQ(document.refusal().code, RefusalCode::malformed_json);
    }
    const std::string good[] = {
        "{}", " [ ] \n", "1e400", "-0", "\"\\ud83d\\ude00 é\"", nested(16), "{\"a\":1,\"A\":2}"};
    for (const std::string& text : good) {
        EXPECT_TRUE(JsonDocument::parse(text).has_value()) << text;
    }
}

TEST(JsonDocument, keeps_strings_with_and_without_escapes_and_numbers_as_they_came) {
    const std::string text =
        R"({"plain":"abc","escaped":"a\"b\u00e9\n","number":1.50e3,"list":[true,null,"x"]})";
    auto parsed = JsonDocument::parse(text);
    ASSERT_TRUE(parsed.has_value());
    const JsonDocument document = std::move(parsed).value();
    EXPECT_EQ(document.member(document.root(), "plain")->text, "abc");
    EXPECT_EQ(document.member(document.root(), "escaped")->text, "a\"bé\n");
    EXPECT_EQ(document.member(document.root(), "number")->text, "1.50e3");
    const JsonNode& list = *document.member(document.root(), "list");
    EXPECT_EQ(list.children, 3U);
    EXPECT_TRUE(document.node(list.first_child).boolean);
}

// ---- transactions: body -> code and pointers
// ---------------------------------------------------------

struct BadBody {
    std::string body;
    std::string findings;  ///< `pointer code` of each, in order, with commas between
};

std::string findings_of(const Refusal& refusal) {
    if (refusal.code != RefusalCode::validation_failed) {
        return std::string(code_of(refusal.code));
    }
    std::string out;
    for (const FieldRefusal& field : refusal.fields) {
        out += out.empty() ? "" : ",";
        out += field.pointer + " " + field.code;
    }
    return out;
}

template <class Read>
void expect_findings(const std::vector<BadBody>& table, Read read) {
    for (const BadBody& row : table) {
        const auto result = read(row.body);
        EXPECT_EQ(result ? "accepted" : findings_of(result.refusal()), row.findings)
            << row.body.substr(0, 200);
    }
}

const std::string leg = R"({"account_code":"1101","direction":"debit","amount":"1"})";

std::string with_member(const std::string& member) {
    return R"({"postings":[)" + leg + "," + leg + "]," + member + "}";
}

TEST(TransactionBody, names_every_mistake_with_its_pointer) {
    const std::string id7 = "0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c5d";
    expect_findings(
        {
            {"[]", " type"},
            {"null", " type"},
            {"{", "malformed_json"},
            {"{}", "/postings required"},
            {R"({"postings":null})", "/postings type"},
            {R"({"postings":{}})", "/postings type"},
            {R"({"postings":[]})", "accepted"},  // fewer than two legs: unbalanced, decided by the
                                                 // ledger
            {R"({"postings":[1]})", "/postings/0 type"},
            {R"({"postings":[{}]})",
             "/postings/0/account_code required,/postings/0/direction required,/postings/0/amount "
             "required"},
            {R"({"postings":[{"account_code":"1","direction":"debit","amount":5}]})",
             "/postings/0/amount type"},
            {R"({"postings":[{"account_code":"1","direction":"debit","amount":5.0}]})",
             "/postings/0/amount type"},
            {R"({"postings":[{"account_code":"1","direction":"debit","amount":null}]})",
             "/postings/0/amount type"},
            {R"({"postings":[{"account_code":"1","direction":"debit","amount":"-5"}]})",
             "accepted"},
            {R"({"postings":[{"account_code":"1","direction":"left","amount":"5"}]})",
             "/postings/0/direction enum"},
            {R"({"postings":[{"account_code":"1","account_id":"x","direction":"debit","amount":"5"}]})",
             "/postings/0/account_id pattern,/postings/0/account_code conflict"},
            {R"({"postings":[{"account_code":"a b","direction":"debit","amount":"5"}]})",
             "/postings/0/account_code pattern"},
            {R"({"postings":[{"account_code":"","direction":"debit","amount":"5"}]})",
             "/postings/0/account_code too_short"},
            {R"({"postings":[{"account_code":"123456789012345678901","direction":"debit","amount":"5"}]})",
             "/postings/0/account_code too_long"},
            {R"({"postings":[{"account_code":"1","direction":"debit","amount":"5","memo":""}]})",
             "/postings/0/memo too_short"},
            {R"({"postings":[{"account_code":"1","direction":"debit","amount":"5","currency":"IDR"}]})",
             "/postings/0/currency unknown_field"},
            {with_member(R"("id":"x")"), "/id pattern"},
            {with_member(R"("id":"0192F0C1-7A3E-7C10-9D52-3F1F6A2B4C5D")"), "/id pattern"},
            {with_member(R"("id":"0192f0c1-7a3e-4c10-9d52-3f1f6a2b4c5d")"), "/id pattern"},
            {with_member(R"("id":")" + id7 + "\""), "accepted"},
            {with_member(R"("id":null)"), "/id type"},
            {with_member(R"("date":"2026-02-30")"), "/date pattern"},
            {with_member(R"("date":"22.11.2026")"), "/date pattern"},
            {with_member(R"("date":20261122)"), "/date type"},
            {with_member(R"("if_locked":"maybe")"), "/if_locked enum"},
            {with_member(R"("kind":"reversal")"), "/kind enum"},
            {with_member(R"("kind":"gift")"), "/kind enum"},
            {with_member(R"("description":")" + std::string(501, 'x') + "\""),
             "/description too_long"},
            {with_member(R"("description":")" + std::string(500, 'x') + "\""), "accepted"},
            {with_member(R"("description":"a\u0007")"), "/description control_character"},
            {with_member(R"("description":"a\u0000b")"), "/description control_character"},
            {with_member(R"("description":null)"), "/description type"},
            {with_member(R"("reference":null)"), "accepted"},
            {with_member(R"("reference":"")"), "/reference too_short"},
            {with_member(R"("outlet_id":"")"), "/outlet_id pattern"},
            {with_member(R"("outlet_id":null)"), "accepted"},
            {with_member(R"("tags":["a","a"])"), "/tags/1 conflict"},
            {with_member(R"("tags":["",1])"), "/tags/0 too_short,/tags/1 type"},
            {with_member(R"("tags":"a")"), "/tags type"},
            {with_member(
                 R"("tags":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"])"),
             "/tags too_long"},
            {with_member(R"("lines":[{"name":"x","quantity":"1.5","amount":"0"}])"), "accepted"},
            {with_member(R"("lines":[{"name":"x","quantity":"1.2345","amount":"0"}])"),
             "/lines/0/quantity pattern"},
            {with_member(R"("lines":[{"name":"x","quantity":"01","amount":"0"}])"),
             "/lines/0/quantity pattern"},
            {with_member(R"("lines":[{"quantity":2,"amount":3}])"),
             "/lines/0/name required,/lines/0/quantity type,/lines/0/amount type"},
            {with_member(R"("made_at":"2026-11-22T07:02:11.120Z")"), "accepted"},
            {with_member(R"("made_at":"2026-11-22T07:02:11+07:00")"), "/made_at pattern"},
            {with_member(R"("made_at":"2026-11-22")"), "/made_at pattern"},
            {with_member(R"("status":"voided")"), "/status enum"},
            {with_member(R"("status":"pending","replaces_id":")" + id7 + "\""),
             "/replaces_id conflict"},
            {with_member(R"("nonsense":1,"a/b~c":2)"),
             "/nonsense unknown_field,/a~1b~0c unknown_field"},
            {with_member(R"("amount":"5")"), "/amount conflict"},
            // the short form
            {R"({"kind":"sale","amount":"5","account_code":"1","counter_code":"4"})", "accepted"},
            {R"({"amount":"5","account_code":"1","counter_code":"4"})", "/kind required"},
            {R"({"kind":"purchase","amount":"5","account_code":"1","counter_code":"4"})",
             "/kind enum"},
            {R"({"kind":"sale","amount":5,"account_code":"1","counter_code":"4"})", "/amount type"},
            {R"({"kind":"sale","amount":"5","account_code":"1"})", "/counter_code required"},
            {R"({"kind":"sale","account_code":"1","counter_code":"4"})", "/amount required"},
        },
        [](const std::string& body) { return read_transaction(body); });
}

TEST(TransactionBody, keeps_at_most_fifty_findings) {
    std::string body = R"({"postings":[)";
    for (int i = 0; i < 200; ++i) {
        body += i == 0 ? "1" : ",1";
    }
    const auto result = read_transaction(body + "]}");
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.refusal().fields.size(), 50U);
    EXPECT_EQ(read_transaction(body + ",1]}").refusal().fields.at(0).code, "too_long");
}

TEST(TransactionBody, writes_the_short_form_out_and_points_back_at_it) {
    struct Row {
        std::string kind;
        std::string debit;
        std::string credit;
    };
    for (const Row& row :
         {Row{"sale", "money", "other"}, Row{"expense", "other", "money"},
          Row{"transfer", "other", "money"}}) {
        const auto result = read_transaction(
            R"({"kind":")" + row.kind
            + R"(","amount":"5","account_code":"money","counter_code":"other"})");
        ASSERT_TRUE(result.has_value());
        const auto& postings = result->draft.postings;
        ASSERT_EQ(postings.size(), 2U);
        for (const auto& posting : postings) {
            const bool is_debit = posting.direction == ledger::Direction::debit;
            EXPECT_EQ(std::get<std::string>(posting.account), is_debit ? row.debit : row.credit)
                << row.kind;
            EXPECT_EQ(posting.amount, "5");
        }
        const std::size_t money = std::get<std::string>(postings[0].account) == "money" ? 0 : 1;
        Refusal refusal{
            RefusalCode::unknown_account,
            "",
            {{"/postings/" + std::to_string(money) + "/account_code", "unknown_account", ""},
             {"/postings/" + std::to_string(1 - money) + "/account_code", "unknown_account", ""}}};
        point_at_body(refusal, *result);
        EXPECT_EQ(refusal.fields[0].pointer, "/account_code") << row.kind;
        EXPECT_EQ(refusal.fields[1].pointer, "/counter_code") << row.kind;
        Refusal amount{
            RefusalCode::amount_invalid,
            "",
            {{"/postings/0/amount", "amount_invalid", ""},
             {"/postings/1/amount", "amount_invalid", ""}}};
        point_at_body(amount, *result);
        ASSERT_EQ(amount.fields.size(), 1U);
        EXPECT_EQ(amount.fields[0].pointer, "/amount");
    }
}

TEST(TransactionBody, reads_every_member) {
    const auto result = read_transaction(
        R"({"id":"0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c5d","date":"2026-11-22","if_locked":"next_open_day","kind":"sale",)"
        R"("description":"Kopi é","reference":"INV-8","outlet_id":"0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c51",)"
        R"("contact_id":null,"tags":["qris"],"lines":[{"name":"Kopi","quantity":"3","amount":"75000"}],)"
        R"("made_at":"2026-11-22T07:02:11.1209Z","status":"pending","postings":[)"
        + leg + "]}");
    ASSERT_TRUE(result.has_value());
    EXPECT_TRUE(result->id_given);
    EXPECT_EQ(result->draft.id.text(), "0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c5d");
    EXPECT_EQ(date_text(*result->draft.date), "2026-11-22");
    EXPECT_EQ(result->draft.if_locked, ledger::IfLocked::next_open_day);
    EXPECT_EQ(result->draft.kind, ledger::TransactionKind::sale);
    EXPECT_EQ(result->draft.description, "Kopi é");
    EXPECT_EQ(result->draft.tags, std::vector<std::string>{"qris"});
    EXPECT_EQ(result->draft.lines.at(0).amount, "75000");
    EXPECT_EQ(instant_text(*result->draft.made_at), "2026-11-22T07:02:11.120Z");
    EXPECT_EQ(result->draft.made_at->us % 1000, 0);
    EXPECT_TRUE(result->draft.pending);
}

TEST(BatchBody, keeps_the_mistakes_of_an_item_to_that_item) {
    const std::string id = "0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c5d";
    const std::string short_form =
        R"("kind":"sale","amount":"5","account_code":"1","counter_code":"4")";
    const auto batch = read_batch(
        R"({"atomic":false,"transactions":[{"id":")" + id + "\"," + short_form + "},{" + short_form
        + R"(},{"id":")" + id + R"(","postings":3},7,{"id":"x",)" + short_form + "}]}");
    ASSERT_TRUE(batch.has_value());
    const auto& items = batch->items;
    ASSERT_EQ(items.size(), 5U);
    EXPECT_TRUE(items[0].body.has_value());
    EXPECT_EQ(findings_of(items[1].body.refusal()), "/id required");
    EXPECT_EQ(findings_of(items[2].body.refusal()), "/postings type");
    EXPECT_EQ(items[2].id->text(), id);
    EXPECT_EQ(findings_of(items[3].body.refusal()), " type");
    EXPECT_EQ(findings_of(items[4].body.refusal()), "/id pattern");
    EXPECT_FALSE(items[4].id.has_value());
}

TEST(BatchBody, refuses_what_is_no_batch) {
    expect_findings(
        {{"{}", "/atomic required,/transactions required"},
         {R"({"atomic":"yes","transactions":[]})", "/atomic type,/transactions too_short"},
         {R"({"atomic":true,"transactions":{}})", "/transactions type"},
         {R"({"atomic":true,"transactions":[1],"x":1})", "/x unknown_field"}},
        [](const std::string& body) { return read_batch(body); });
}

TEST(ReversalBody, may_be_left_out_and_is_checked_where_it_stands) {
    EXPECT_TRUE(read_reversal("").has_value());
    EXPECT_TRUE(read_settlement("", ledger::SettleDraft::Outcome::voided).has_value());
    expect_findings(
        {{"[]", " type"}, {R"({"date":"x","reason":1})", "/date pattern,/reason unknown_field"}},
        [](const std::string& body) { return read_reversal(body); });
    expect_findings(
        {{R"({"date":"2026-01-01"})", "/date unknown_field"}}, [](const std::string& body) {
            return read_settlement(body, ledger::SettleDraft::Outcome::voided);
        });
}

// ---- books, people, chart
// ----------------------------------------------------------------------------

TEST(BookBodies, name_every_mistake_with_its_pointer) {
    expect_findings(
        {
            {"{}", "/email required,/password required,/name required"},
            {R"({"email":"a","password":"short","name":""})",
             "/email too_short,/password too_short,/name too_short"},
            {R"({"email":"a b@c","password":"long enough","name":"A"})", "/email pattern"},
            {R"({"email":"a@b@c","password":"long enough","name":"A"})", "/email pattern"},
            {R"({"email":"a@b","password":"long enough","name":"A","locale":"fr"})",
             "/locale enum"},
            {R"({"email":"a@b","password":"long enough","name":"A","book":{}})",
             "/book/name required,/book/currency required,/book/time_zone required,/book/template "
             "required"},
            {R"({"email":"a@b","password":"long enough","name":"A","book":{"name":"B","currency":"idr",)"
             R"("exponent":5,"time_zone":"Mars/Base","template":"big","fiscal_year_start":"02-29","x":1}})",
             "/book/currency pattern,/book/exponent range,/book/time_zone enum,/book/template enum,"
             "/book/fiscal_year_start pattern,/book/x unknown_field"},
            {R"({"email":"a@b","password":"long enough","name":"A","book":[]})", "/book type"},
        },
        [](const std::string& body) { return read_register(body); });
    expect_findings(
        {{"{}", "accepted"},
         {R"({"lock_date":null})", "accepted"},
         {R"({"lock_date":"x","exponent":1.5})", "/exponent type,/lock_date pattern"}},
        [](const std::string& body) { return read_book_change(body); });
    expect_findings(
        {{R"({"role":"cashier","outlet_ids":[]})", "/outlet_ids too_short"},
         {R"({"role":"viewer","outlet_ids":["0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c5d"]})",
          "/outlet_ids too_long"},
         {R"({"role":"boss","outlet_ids":[1,"x"]})",
          "/role enum,/outlet_ids/0 type,/outlet_ids/1 pattern"}},
        [](const std::string& body) { return read_member(body); });
}

TEST(AccountBodies, tell_null_from_absent) {
    const auto absent = read_account_change("{}", {});
    EXPECT_FALSE(absent->min_balance.has_value());
    const auto null = read_account_change(R"({"min_balance":null,"parent_id":null})", {});
    ASSERT_TRUE(null->min_balance.has_value());
    EXPECT_FALSE(null->min_balance->has_value());
    ASSERT_TRUE(null->parent_id.has_value());
    EXPECT_FALSE(null->parent_id->has_value());
    const auto set = read_account_change(R"({"min_balance":"-5","archived":true})", {});
    EXPECT_EQ(set->min_balance->value(), "-5");
    EXPECT_TRUE(set->archived.value());
    expect_findings(
        {{R"({"min_balance":5,"code":"1"})", "/min_balance type,/code unknown_field"}},
        [](const std::string& body) { return read_account_change(body, {}); });
    expect_findings(
        {{R"({"code":"1","name":"Kas","type":"money"})", "/type enum"}},
        [](const std::string& body) { return read_account_draft(body); });
}

// ---- queries
// -----------------------------------------------------------------------------------------

TEST(Query, points_at_parameters) {
    const auto findings = [](std::string_view text) {
        QueryReader query(text);
        query.integer("limit", 1, 500);
        query.date("from");
        query.boolean("late");
        query.text("q", {1, 5});
        query.id<AccountId>("account_id");
        query.hex("epoch", 4);
        const auto refusal = query.finish();
        return refusal ? findings_of(*refusal) : "accepted";
    };
    EXPECT_EQ(findings(""), "accepted");
    EXPECT_EQ(findings("limit=500&from=2026-01-01&late=true&q=a%20b&epoch=00ff"), "accepted");
    EXPECT_EQ(findings("limit=0"), "?limit range");
    EXPECT_EQ(findings("limit=-9999999999999999999999"), "?limit range");
    EXPECT_EQ(findings("limit=5x"), "?limit type");
    EXPECT_EQ(findings("limit="), "?limit type");
    EXPECT_EQ(findings("limit=1&limit=2"), "?limit conflict");
    EXPECT_EQ(
        findings("from=today&late=1&q=&account_id=x&epoch=00FF"),
        "?from pattern,?late type,?q too_short,?account_id pattern,?epoch pattern");
    EXPECT_EQ(findings("q=%zz"), "?q pattern");
    EXPECT_EQ(findings("q=%ff"), "?q pattern");
    EXPECT_EQ(findings("q=%0a"), "?q control_character");
    EXPECT_EQ(findings("sort=up"), "?sort unknown_field");
}

// ---- events
// ------------------------------------------------------------------------------------------

TEST(EventLine, joins_prefix_and_suffix_into_one_frame) {
    ledger::Event event;
    event.offset = 9;
    event.at = {1'795'330'931'120'000};
    event.type = ledger::EventType::account_created;
    event.data = std::make_shared<const std::string>(R"({"id":"x","name":"Kas"})");
    event.hash.fill(0xab);
    const BookId book{{1, 2, 3}};
    std::string line;
    append_event_line(line, 7, event_suffix(book, "00000000000000ff", event));
    const std::string members =
        R"("book":"01020300-0000-0000-0000-000000000000","channel":"ledger",)"
        R"("epoch":"00000000000000ff","offset":9,"type":"account.created","at":")"
        + instant_text(event.at) + R"(","hash":")" + hex_of(event.hash)
        + R"(","data":{"id":"x","name":"Kas"}})";
    EXPECT_EQ(line, R"({"event":{"sub":7,)" + members + "}\n");
    std::string object;
    append_event_object(object, book, "00000000000000ff", event);
    EXPECT_EQ(object, "{" + members);
    EXPECT_NO_THROW(boost::json::parse(line));
    EXPECT_NO_THROW(boost::json::parse(object));
}

TEST(Replies, put_the_position_into_the_bytes_of_the_event) {
    app::Committed committed;
    committed.epoch = "00000000000000ff";
    committed.event.offset = 3;
    committed.event.data = std::make_shared<const std::string>(R"({"id":"x"})");
    EXPECT_EQ(
        transaction_reply(committed), R"({"id":"x","offset":3,"epoch":"00000000000000ff","hash":")"
                                          + std::string(64, '0') + R"("})");
}

TEST(Replies, give_a_batch_one_result_for_each_item) {
    app::Committed committed;
    committed.replayed = true;
    committed.event.data = std::make_shared<const std::string>(R"({"id":"x"})");
    const std::string reply = batch_reply(
        {std::nullopt, TransactionId{}},
        {Refusal{RefusalCode::batch_refused, "another", {}}, committed});
    const auto json = boost::json::parse(reply);
    const auto& results = json.at("results").as_array();
    EXPECT_EQ(results.at(0).at("status").as_int64(), 424);
    EXPECT_TRUE(results.at(0).at("id").is_null());
    EXPECT_TRUE(results.at(0).at("transaction").is_null());
    EXPECT_EQ(results.at(0).at("error").at("code").as_string(), "batch_refused");
    EXPECT_EQ(results.at(1).at("status").as_int64(), 201);
    EXPECT_TRUE(results.at(1).at("replayed").as_bool());
    EXPECT_TRUE(results.at(1).at("error").is_null());
}

}  // namespace
}  // namespace arus::wire

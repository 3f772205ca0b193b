// SPDX-License-Identifier: Apache-2.0
#include "arus/app/demo/demo_plan.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace arus::app {

namespace {

using ledger::Direction;
using ledger::PostingDraft;
using ledger::TransactionKind;
using Random = std::mt19937_64;

constexpr std::int64_t us_per_minute = 60'000'000;
constexpr std::int64_t us_per_hour = 60 * us_per_minute;
constexpr std::int64_t us_per_day = 24 * us_per_hour;
constexpr std::int64_t jakarta_ahead_us = 7 * us_per_hour;

// Accounts of the `umkm` chart that the chain uses.
constexpr const char* cash = "1101";
constexpr const char* bank = "1103";
constexpr const char* qris = "1104";
constexpr const char* cards = "1105";
constexpr const char* receivables = "1201";
constexpr const char* equipment = "1504";
constexpr const char* depreciation_so_far = "1590";
constexpr const char* payables = "2101";
constexpr const char* capital = "3101";
constexpr const char* sales = "4101";
constexpr const char* materials = "5102";
constexpr const char* wages = "6101";
constexpr const char* rent = "6102";
constexpr const char* electricity = "6103";
constexpr const char* internet = "6104";
constexpr const char* delivery = "6105";
constexpr const char* packaging = "6106";
constexpr const char* promotion = "6107";
constexpr const char* repairs = "6108";
constexpr const char* platform_fees = "6110";
constexpr const char* depreciation = "6111";
constexpr const char* income_tax = "8101";

struct Dish {
    std::string_view name;
    std::int64_t price;  ///< rupiah
    int liked;           ///< how often it is ordered, relative to the others
};

constexpr Dish menu[] = {
    {"Kopi susu gula aren", 24'000, 30},
    {"Americano", 22'000, 12},
    {"Cappuccino", 28'000, 12},
    {"Kopi tubruk", 15'000, 8},
    {"Es kopi pandan", 27'000, 9},
    {"Matcha latte", 30'000, 7},
    {"Teh tarik", 18'000, 8},
    {"Cokelat panas", 26'000, 5},
    {"Croissant", 25'000, 8},
    {"Roti bakar srikaya", 22'000, 9},
    {"Pisang goreng", 18'000, 9},
    {"Nasi goreng kampung", 38'000, 6},
    {"Biji kopi 250 g", 95'000, 2},
};

struct Supplier {
    std::size_t contact;
    std::string_view what;
    std::int64_t usual;  ///< rupiah an order for an outlet as busy as usual
    unsigned weekday;    ///< 0 Sunday to 6 Saturday
};

constexpr Supplier suppliers[] = {
    {0, "Biji kopi arabika Gayo", 2'400'000, 1},    {1, "Susu segar dan krimer", 1'150'000, 2},
    {1, "Susu segar dan krimer", 950'000, 5},       {2, "Roti dan kue titipan", 780'000, 3},
    {3, "Gelas, sedotan, dan kemasan", 520'000, 4},
};

constexpr std::size_t first_customer = 4;

/// How busy each hour of the day is, in hundredths of the day's customers.
constexpr std::array<int, 24> by_hour = {0, 0, 0, 0, 0, 1, 3, 8, 10, 8, 6, 6,
                                         9, 8, 5, 5, 7, 8, 7, 5, 3,  1, 0, 0};
constexpr std::array<int, 24> by_hour_at_night = {1, 1, 0, 0, 0, 2, 3, 7, 9, 7, 6, 6,
                                                  8, 7, 5, 5, 7, 8, 7, 6, 5, 4, 3, 2};
/// Sunday to Saturday.
constexpr std::array<double, 7> by_weekday = {1.25, 0.85, 0.9, 0.92, 1.0, 1.15, 1.35};
constexpr double customers_a_day = 58.0;

/// A whole number from 0 to below `bound`; the same on every standard library, unlike the
/// standard's distributions.
std::int64_t pick(Random& random, std::int64_t bound) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
}

/// From 1 - spread to 1 + spread.
double around_one(Random& random, double spread) {
    return 1.0 + spread * (static_cast<double>(pick(random, 2001) - 1000) / 1000.0);
}

std::int64_t rounded(double rupiah, std::int64_t to) {
    return static_cast<std::int64_t>(std::llround(rupiah / static_cast<double>(to))) * to;
}

template <std::size_t Count>
std::size_t pick_weighted(Random& random, const std::array<int, Count>& weights) {
    int total = 0;
    for (const int weight : weights) {
        total += weight;
    }
    auto left = pick(random, total);
    for (std::size_t i = 0; i < Count; ++i) {
        left -= weights[i];
        if (left < 0) {
            return i;
        }
    }
    return Count - 1;
}

const Dish& pick_dish(Random& random) {
    static const auto weights = [] {
        std::array<int, std::size(menu)> liked{};
        std::transform(std::begin(menu), std::end(menu), liked.begin(), [](const Dish& dish) {
            return dish.liked;
        });
        return liked;
    }();
    return menu[pick_weighted(random, weights)];
}

unsigned weekday_of(Date date) {
    return static_cast<unsigned>((date.days % 7 + 7 + 4) % 7);  // 1970-01-01 was a Thursday
}

Instant moment(Date day, std::int64_t us_of_day) {
    return {std::int64_t{day.days} * us_per_day + us_of_day - jakarta_ahead_us};
}

TransactionId id_at(Instant at, Random& random) {
    TransactionId id = TransactionId::make(at);
    for (std::size_t i = 6; i < 16; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(random());
    }
    id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));
    id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
    return id;
}

PostingDraft leg(std::string_view account, Direction direction, std::int64_t amount) {
    return {std::string(account), direction, std::to_string(amount), std::nullopt};
}

/// Debits one account and credits another.
DemoEntry entry(
    Instant at, std::size_t outlet, TransactionKind kind, std::string description,
    std::string_view debit, std::string_view credit, std::int64_t amount, Random& random) {
    DemoEntry made;
    made.at = at;
    made.outlet = outlet;
    made.draft.id = id_at(at, random);
    made.draft.made_at = at;
    made.draft.kind = kind;
    made.draft.description = std::move(description);
    made.draft.postings = {
        leg(debit, Direction::debit, amount), leg(credit, Direction::credit, amount)};
    return made;
}

/// A basket of one to four dishes, paid in cash, by QRIS or by card.
DemoEntry sale(Instant at, std::size_t outlet, Random& random) {
    static constexpr std::array<int, 4> dishes_weights = {45, 35, 14, 6};
    static constexpr std::array<int, 3> payment_weights = {34, 52, 14};
    static constexpr std::array<const char*, 3> payment_accounts = {cash, qris, cards};
    static constexpr std::array<const char*, 3> payment_tags = {"tunai", "qris", "kartu"};

    struct Ordered {
        const Dish* dish;
        std::int64_t count;
    };
    std::vector<Ordered> basket;
    const auto dishes = pick_weighted(random, dishes_weights) + 1;
    for (std::size_t i = 0; i < dishes; ++i) {
        const Dish* dish = &pick_dish(random);
        const auto same = std::find_if(
            basket.begin(), basket.end(), [dish](const Ordered& o) { return o.dish == dish; });
        if (same != basket.end()) {
            ++same->count;
        } else {
            basket.push_back({dish, 1});
        }
    }
    std::int64_t amount = 0;
    std::string description;
    std::vector<ledger::ReceiptLineDraft> lines;
    for (const auto& [dish, count] : basket) {
        const auto line = dish->price * count;
        amount += line;
        description += description.empty() ? "" : ", ";
        description += dish->name;
        if (count > 1) {
            description += " " + std::to_string(count) + "x";
        }
        lines.push_back({std::string(dish->name), std::to_string(count), std::to_string(line)});
    }
    const auto payment = pick_weighted(random, payment_weights);
    auto made = entry(
        at, outlet, TransactionKind::sale, std::move(description), payment_accounts[payment], sales,
        amount, random);
    made.draft.lines = std::move(lines);
    made.draft.tags = {payment_tags[payment]};
    return made;
}

std::int64_t amount_on(const DemoEntry& entry, std::string_view account) {
    for (const auto& posting : entry.draft.postings) {
        if (std::get<std::string>(posting.account) == account) {
            return std::stoll(posting.amount);
        }
    }
    return 0;
}

}  // namespace

const std::array<DemoOutlet, demo_outlet_count>& demo_outlets() {
    static const std::array<DemoOutlet, demo_outlet_count> outlets{{
        {"KMG", "Kemang", "Dewi Anggraini", "kemang@demo.example", 1.0, true},
        {"DGO", "Dago", "Rizky Pratama", "dago@demo.example", 0.75, false},
        {"MLB", "Malioboro", "Sekar Wulandari", "malioboro@demo.example", 0.6, false},
    }};
    return outlets;
}

const std::vector<DemoContact>& demo_contacts() {
    static const std::vector<DemoContact> contacts{
        {"S-01", "Koperasi Kopi Gayo Lestari"},
        {"S-02", "Susu Segar Lembang"},
        {"S-03", "Dapur Bu Ratna"},
        {"S-04", "Kemasan Jaya Abadi"},
        {"C-01", "PT Cipta Ruang Kreatif"},
        {"C-02", "Komunitas Sepeda Pagi"},
    };
    return contacts;
}

/// Makes one day; every random number of it comes from one generator, in one order.
class DemoPlan::Day {
public:
    Day(const DemoPlan& plan, Date day) :
        plan_(plan),
        day_(day),
        random_(plan.seed_ * 1'000'003ULL + static_cast<std::uint64_t>(day.days)) {}

    std::vector<DemoEntry> make() {
        if (day_ == plan_.first_day_) {
            open_business();
        }
        for (std::size_t outlet = 0; outlet < demo_outlet_count; ++outlet) {
            sell(outlet);
            buy(outlet);
            spend(outlet);
        }
        if (day_ > plan_.first_day_) {
            settle_yesterday();
        }
        pay_bills();
        cater();
        finish();
        return std::move(entries_);
    }

    /// What the outlet sold, of all days the same whether it is asked for that day or the next one.
    static std::vector<DemoEntry> sales_of(const DemoPlan& plan, Date day, std::size_t outlet) {
        Random random(
            plan.seed_ * 7'919ULL + static_cast<std::uint64_t>(day.days) * demo_outlet_count
            + outlet);
        const auto& place = demo_outlets()[outlet];
        const double growth = 1.0 + 0.002 * (day.days - plan.first_day_.days);
        const double rain = pick(random, 7) == 0 ? 0.72 : 1.0;
        const double customers = customers_a_day * place.busy * by_weekday[weekday_of(day)] * growth
                                 * rain * around_one(random, 0.12);
        const auto& hours = place.open_at_night ? by_hour_at_night : by_hour;
        std::vector<DemoEntry> made;
        for (std::int64_t i = 0; i < std::llround(customers); ++i) {
            const auto hour = static_cast<std::int64_t>(pick_weighted(random, hours));
            made.push_back(
                sale(moment(day, hour * us_per_hour + pick(random, us_per_hour)), outlet, random));
            made.back().is_mistake = pick(random, 140) == 0;
        }
        return made;
    }

private:
    Instant at(int hour, int minute) const {
        return moment(day_, hour * us_per_hour + minute * us_per_minute);
    }

    DemoEntry& add(DemoEntry made) {
        entries_.push_back(std::move(made));
        return entries_.back();
    }

    DemoEntry& add(
        Instant when, std::size_t outlet, TransactionKind kind, std::string description,
        const char* debit, const char* credit, std::int64_t amount) {
        return add(
            entry(when, outlet, kind, std::move(description), debit, credit, amount, random_));
    }

    void open_business() {
        auto& opening = add(
            at(0, 5), DemoEntry::head_office, TransactionKind::opening, "Saldo awal", bank, capital,
            1);
        opening.draft.postings = {
            leg(bank, Direction::debit, 265'000'000), leg(cash, Direction::debit, 6'000'000),
            leg(equipment, Direction::debit, 184'500'000),
            leg(capital, Direction::credit, 455'500'000)};
    }

    void sell(std::size_t outlet) {
        for (auto& made : sales_of(plan_, day_, outlet)) {
            add(std::move(made));
        }
    }

    void buy(std::size_t outlet) {
        const double busy = demo_outlets()[outlet].busy;
        for (const auto& supplier : suppliers) {
            if (supplier.weekday != weekday_of(day_)) {
                continue;
            }
            const auto amount = rounded(
                static_cast<double>(supplier.usual) * busy * around_one(random_, 0.15), 5'000);
            auto& bought = add(
                at(9, static_cast<int>(pick(random_, 50))), outlet, TransactionKind::purchase,
                std::string(supplier.what), materials, payables, amount);
            bought.draft.contact_id = plan_.ids_.contacts[supplier.contact];
        }
    }

    void spend(std::size_t outlet) {
        struct Small {
            const char* account;
            std::string_view what;
            std::int64_t usual;
        };
        static constexpr Small small[] = {
            {packaging, "Es batu", 45'000},          {electricity, "Gas elpiji 12 kg", 215'000},
            {delivery, "Ojek antar barang", 32'000}, {packaging, "Sabun dan tisu", 58'000},
            {repairs, "Servis mesin kopi", 180'000}, {promotion, "Cetak brosur", 75'000},
        };
        const auto count = pick(random_, 3);
        for (std::int64_t i = 0; i < count; ++i) {
            const auto& chosen = small[static_cast<std::size_t>(pick(random_, std::size(small)))];
            const auto amount = rounded(
                static_cast<double>(chosen.usual) * around_one(random_, 0.3), 1'000);
            add(at(8 + static_cast<int>(pick(random_, 11)), static_cast<int>(pick(random_, 60))),
                outlet, TransactionKind::expense, std::string(chosen.what), chosen.account, cash,
                amount);
        }
    }

    /// Yesterday's takings: cash is carried to the bank, QRIS and cards are paid out less their
    /// fee.
    void settle_yesterday() {
        for (std::size_t outlet = 0; outlet < demo_outlet_count; ++outlet) {
            std::int64_t cash_sales = 0;
            std::int64_t qris_sales = 0;
            std::int64_t card_sales = 0;
            for (const auto& sold : sales_of(plan_, day_.plus_days(-1), outlet)) {
                if (sold.is_mistake) {
                    continue;
                }
                cash_sales += amount_on(sold, cash);
                qris_sales += amount_on(sold, qris);
                card_sales += amount_on(sold, cards);
            }
            // About a quarter stays in the till for change and small expenses.
            const auto carried = cash_sales * 3 / 4 / 50'000 * 50'000;
            if (carried > 0) {
                add(at(8, 40), outlet, TransactionKind::transfer, "Setor tunai ke bank", bank, cash,
                    carried);
            }
            pay_out(outlet, qris, qris_sales, 7, "Pencairan QRIS");
            pay_out(outlet, cards, card_sales, 15, "Pencairan kartu");
        }
    }

    void pay_out(
        std::size_t outlet, const char* account, std::int64_t amount, std::int64_t fee_per_mille,
        const char* description) {
        const auto fee = amount * fee_per_mille / 1000;
        if (fee == 0) {
            return;
        }
        auto& paid = add(
            at(10, 15), DemoEntry::head_office, TransactionKind::transfer, description, bank,
            account, amount);
        paid.draft.outlet_id = plan_.ids_.outlets[outlet];
        paid.draft.postings = {
            leg(bank, Direction::debit, amount - fee), leg(platform_fees, Direction::debit, fee),
            leg(account, Direction::credit, amount)};
    }

    void pay_bills() {
        pay_suppliers();
        const auto day_of_month = civil_of(day_).day;
        for (std::size_t outlet = 0; outlet < demo_outlet_count; ++outlet) {
            const double busy = demo_outlets()[outlet].busy;
            const auto pay = [&](int minute, std::string_view what, const char* account,
                                 double usual) {
                auto& bill = add(
                    at(11, minute), DemoEntry::head_office, TransactionKind::expense,
                    std::string(what), account, bank,
                    rounded(usual * busy * around_one(random_, 0.05), 5'000));
                bill.draft.outlet_id = plan_.ids_.outlets[outlet];
            };
            switch (day_of_month) {
                case 1:
                    pay(0, "Sewa tempat", rent, 6'500'000);
                    break;
                case 3:
                    pay(5, "Internet", internet, 450'000);
                    break;
                case 5:
                    pay(10, "Listrik dan air", electricity, 2'100'000);
                    break;
                case 25:
                    pay(20, "Gaji karyawan", wages, 11'500'000);
                    break;
                case 28: {
                    auto& written_off = add(
                        at(23, 30), DemoEntry::head_office, TransactionKind::adjustment,
                        "Penyusutan peralatan", depreciation, depreciation_so_far, 1'025'000);
                    written_off.draft.outlet_id = plan_.ids_.outlets[outlet];
                    break;
                }
                default:
                    break;
            }
        }
        if (day_of_month == 10) {
            add(at(11, 30), DemoEntry::head_office, TransactionKind::expense, "PPh final UMKM 0,5%",
                income_tax, bank, rounded(620'000.0 * around_one(random_, 0.08), 1'000));
        }
    }

    /// Goods that came eight days ago are paid for today.
    void pay_suppliers() {
        const Date bought_on = day_.plus_days(-8);
        if (bought_on < plan_.first_day_) {
            return;
        }
        Day then(plan_, bought_on);
        for (const auto& bought : then.make_purchases()) {
            const auto amount = amount_on(bought, payables);
            auto& paid = add(
                at(14, static_cast<int>(pick(random_, 60))), DemoEntry::head_office,
                TransactionKind::transfer, "Bayar: " + bought.draft.description, payables, bank,
                amount);
            paid.draft.contact_id = bought.draft.contact_id;
            paid.draft.outlet_id = plan_.ids_.outlets[bought.outlet];
        }
    }

    /// The purchases of the day as make() makes them: the same numbers are drawn in the same order.
    std::vector<DemoEntry> make_purchases() {
        if (day_ == plan_.first_day_) {
            open_business();
        }
        for (std::size_t outlet = 0; outlet < demo_outlet_count; ++outlet) {
            buy(outlet);
            spend(outlet);
        }
        std::erase_if(entries_, [](const DemoEntry& made) {
            return made.draft.kind != TransactionKind::purchase;
        });
        return std::move(entries_);
    }

    /// An office orders catering every second Wednesday and pays two weeks later.
    void cater() {
        constexpr std::int32_t fortnight = 14;
        const auto since = day_.days - plan_.first_day_.days;
        if (weekday_of(day_) != 3 || since / 7 % 2 != 0) {
            return;
        }
        const auto customer = plan_.ids_.contacts[first_customer];
        const auto amount_of = [](Date day) {
            return 1'850'000 + std::int64_t{day.days % 5} * 125'000;
        };
        auto& invoice = add(
            at(13, 10), DemoEntry::head_office, TransactionKind::income, "Katering rapat bulanan",
            receivables, sales, amount_of(day_));
        invoice.draft.contact_id = customer;
        invoice.draft.outlet_id = plan_.ids_.outlets[0];
        if (since >= fortnight) {
            auto& paid = add(
                at(15, 45), DemoEntry::head_office, TransactionKind::transfer, "Pelunasan katering",
                bank, receivables, amount_of(day_.plus_days(-fortnight)));
            paid.draft.contact_id = customer;
            paid.draft.outlet_id = plan_.ids_.outlets[0];
        }
    }

    void finish() {
        for (auto& made : entries_) {
            made.draft.date = day_;
            if (made.outlet != DemoEntry::head_office) {
                made.draft.outlet_id = plan_.ids_.outlets[made.outlet];
            }
        }
        std::stable_sort(
            entries_.begin(), entries_.end(),
            [](const DemoEntry& a, const DemoEntry& b) { return a.at < b.at; });
    }

    const DemoPlan& plan_;
    Date day_;
    Random random_;
    std::vector<DemoEntry> entries_;
};

DemoPlan::DemoPlan(std::uint64_t seed, Date first_day, DemoIds ids) :
    seed_(seed), first_day_(first_day), ids_(std::move(ids)) {
    ARUS_ASSERT(ids_.contacts.size() == demo_contacts().size());
}

std::vector<DemoEntry> DemoPlan::day(Date day) const {
    ARUS_ASSERT(day >= first_day_);
    return Day(*this, day).make();
}

DemoEntry DemoPlan::live_sale(Instant now, std::mt19937_64& random) const {
    const auto hour = static_cast<std::size_t>((now.us + jakarta_ahead_us) / us_per_hour % 24);
    std::array<int, demo_outlet_count> weights{};
    for (std::size_t i = 0; i < demo_outlet_count; ++i) {
        const auto& outlet = demo_outlets()[i];
        const bool open = outlet.open_at_night || by_hour[hour] > 0;
        weights[i] = open ? static_cast<int>(outlet.busy * 100) : 0;
    }
    const auto outlet = pick_weighted(random, weights);
    auto made = sale(now, outlet, random);
    made.draft.outlet_id = ids_.outlets[outlet];
    return made;
}

}  // namespace arus::app

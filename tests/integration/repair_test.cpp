// A history with rows from the future, and `presencectl repair` while the real program runs.
#include <doctest/doctest.h>

#include <fstream>

#include "control/decode.h"
#include "integration/installation.h"
#include "net/unix_call.h"
#include "store/sqlite.h"

using namespace presenced;
using test::eventually;
using test::Installation;

namespace {

constexpr base::Millis kLong{60'000};

struct Repaired : Installation {
  Repaired() { write_extra_yaml("", "control: { socket: control.sock }\n"); }

  net::UnixReply ask(const std::string& method, const std::string& target, const std::string& body = {}) const {
    return net::unix_call(directory() / "control.sock", {method, target, body});
  }
  std::int64_t number(const char* sql) const {
    store::Database database(database_file(), store::Database::Access::read_only);
    return database.integer(sql);
  }
  std::filesystem::path database_file() const { return database(); }
};

}  // namespace

TEST_CASE("repair: rows a day ahead are moved aside on request, and everybody is covered again") {
  Repaired here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.recorded(7, 6); }));
  REQUIRE(here.stop() == 0);
  const std::int64_t before = here.number("SELECT count(*) FROM presence_transition");
  {  // as a clock that was a day ahead would have dated the last change
    store::Database database(here.database(), store::Database::Access::read_write);
    database.execute(
        "UPDATE presence_transition SET at = at + 86400000 WHERE seq = (SELECT max(seq) FROM presence_transition);"
        "UPDATE run SET alive_at = alive_at + 86400000");
  }
  here.start();
  REQUIRE(eventually([&] { return here.logged("clock_behind"); }, kLong));
  CHECK_FALSE(here.all_covered());

  const net::UnixReply reply = here.ask("POST", "/repair", R"({"workspace": "fake"})");
  CAPTURE(reply.body);
  REQUIRE(reply.status == 200);
  CHECK(control::read_repaired(reply.body).value().transitions == 1);
  REQUIRE(eventually([&] { return here.all_covered(); }, kLong));
  CHECK(here.logged("repair_asked"));
  CHECK(here.number("SELECT count(*) FROM misdated WHERE from_table = 'presence_transition'") == 1);
  CHECK(here.number("SELECT count(*) FROM presence_transition") == before);  // and what was moved is found again
  CHECK(control::read_repaired(here.ask("POST", "/repair", R"({"workspace": "fake"})").body).value() ==
        control::Repaired{"fake", 0, 0, 0});
  CHECK(here.stop() == 0);
}

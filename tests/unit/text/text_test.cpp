#include "text/text.h"

#include <doctest/doctest.h>

namespace presenced::text {
namespace {

TEST_CASE("columns of wide, combining and joined signs") {
  CHECK(columns("") == 0);
  CHECK(columns("Dana") == 4);
  CHECK(columns("李小龙") == 6);
  CHECK(columns("e\u0301") == 1);
  CHECK(columns("🍕") == 2);
  CHECK(columns("👩‍👩‍👧") == 2);  // three people joined
  CHECK(columns("🇩🇪") == 2);
  CHECK(columns("❤️") == 2);  // with the selector for emoji style
  CHECK(columns("👍🏽") == 2);
  CHECK(columns("\U0001FAE8") == 2);  // newer than the library
  CHECK(columns("\xff\xfe") == 2);    // no UTF-8
}

TEST_CASE("nothing printable drives the terminal or turns text around") {
  CHECK(printable("Dana Smith 李 🍕 👩‍👩‍👧") == "Dana Smith 李 🍕 👩‍👩‍👧");
  CHECK(printable("\x1b[31m") == "\\x1b[31m");
  CHECK(printable("a\nb\tc\r\x7f") == "a\\x0ab\\x09c\\x0d\\x7f");
  CHECK(printable("\u009b31m") == "\\x9b31m");  // CSI as one character
  CHECK(printable("x\u202egnp\u2066\u200f") == "x\\u202egnp\\u2066\\u200f");
  CHECK(printable("\u2028") == "\\u2028");
  CHECK(printable("\ufeff") == "\\ufeff");
  CHECK(printable("\U000e0001") == "\\U000e0001");
  CHECK(printable("ok\xff") == "ok\\xff");
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
  CHECK(printable("שלום") == "שלום");  // letters stay letters
}

TEST_CASE("text is cut between signs") {
  CHECK(fitted("Dana", 4) == "Dana");
  CHECK(fitted("Dana", 3) == "Da…");
  CHECK(fitted("Dana", 1) == "…");
  CHECK(fitted("Dana", 0) == "");
  CHECK(fitted("李小龙", 4) == "李…");  // half of a sign is none
  CHECK(fitted("👩‍👩‍👧👩‍👩‍👧", 3) == "👩‍👩‍👧…");
}

TEST_CASE("padding counts columns, not bytes") {
  CHECK(padded_right("李", 4) == "李  ");
  CHECK(padded_left("é", 3) == "  é");
  CHECK(padded_right("long", 2) == "long");
}

}  // namespace
}  // namespace presenced::text

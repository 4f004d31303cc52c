#include "base/escape.h"

#include <doctest/doctest.h>

#include "base/json_object.h"

using namespace presenced::base;

TEST_CASE("a text for people shows nothing that drives a terminal") {
  CHECK(printable("Zo\u00eb \U0001F389") == "Zo\u00eb \U0001F389");
  CHECK(printable("\x1b[31m\n\x7f") == "\\x1b[31m\\x0a\\x7f");
  CHECK(printable("x\u202e") == "x\\u202e");
  CHECK(printable("\xff") == "\\xff");
}

TEST_CASE("JSON keeps the text and shows nothing that drives a terminal") {
  CHECK(json_string("a\"b\\c") == R"("a\"b\\c")");
  CHECK(json_string("\x1b[31m\n") == R"("\u001b[31m\u000a")");
  CHECK(json_string("x\u202e 李 🍕") == "\"x\\u202e 李 🍕\"");
  CHECK(json_string("\U000e0001") == R"("\udb40\udc01")");
  CHECK(json_string("\xff") == R"("\ufffd")");
}

TEST_CASE("a JSON object keeps its members in order, without blanks") {
  CHECK(JsonObject().done() == "{}");
  CHECK(JsonObject()
            .text("a", "x\"y")
            .number("b", -5)
            .flag("c", true)
            .time("d", wall_from_unix_ms(7))
            .time("e", std::nullopt)
            .raw("f", "{}")
            .texts("g", {"1", "2"})
            .done() == R"({"a":"x\"y","b":-5,"c":true,"d":7,"e":null,"f":{},"g":["1","2"]})");
  CHECK(JsonObject(3).text("a", "xy\u00eb").texts("b", {"abcd"}).done() == R"({"a":"xy","b":["abc"]})");
}

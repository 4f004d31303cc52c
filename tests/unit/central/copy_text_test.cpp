#include "central/copy_text.h"

#include <doctest/doctest.h>

namespace presenced::central {
namespace {

std::string copied(std::optional<std::string_view> value) {
  std::string text;
  add_copy_value(text, value);
  return text;
}

TEST_CASE("NULL differs from the text that means NULL in COPY") {
  CHECK(copied(std::nullopt) == "\\N");
  CHECK(copied("\\N") == "\\\\N");
  CHECK(copied("") == "");
}

TEST_CASE("What ends values and rows in COPY is escaped, and letters stay as they are") {
  CHECK(copied("a\tb\nc\rd\\e") == "a\\tb\\nc\\rd\\\\e");
  CHECK(copied("caf\xc3\xa9 \xe2\x98\x95") == "caf\xc3\xa9 \xe2\x98\x95");
  CHECK(copied("-12") == "-12");
}

TEST_CASE("NUL and bytes that are not UTF-8 become replacement characters") {
  CHECK(copied(std::string_view("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(copied("a\xff"
               "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(copied("\xed\xa0\x80").find('\xed') == std::string::npos);  // a surrogate
}

}  // namespace
}  // namespace presenced::central

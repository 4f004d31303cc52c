#include "hooks/cursor.h"

#include <doctest/doctest.h>

namespace presenced::hooks {
namespace {

TEST_CASE("a cursor is one line of JSON, and comes back as it was") {
  const Cursor cursor{42, base::wall_from_unix_ms(1'790'000'000'000)};
  CHECK(cursor_text(cursor) == "{\"schema\":1,\"seq\":42,\"at_ms\":1790000000000}\n");
  CHECK(parse_cursor(cursor_text(cursor)).value() == cursor);
  const Cursor at_deleted{7, std::nullopt};
  CHECK(cursor_text(at_deleted) == "{\"schema\":1,\"seq\":7,\"at_ms\":null}\n");
  CHECK(parse_cursor(cursor_text(at_deleted)).value() == at_deleted);
  CHECK(parse_cursor("{\"schema\":1,\"seq\":0,\"at_ms\":null,\"further\":true}").value() == Cursor{});
}

TEST_CASE("what is not a cursor is refused with what is wrong about it") {
  const auto error = [](std::string_view text) { return parse_cursor(text).error(); };
  CHECK(error("") == "is not a JSON object");
  CHECK(error("42") == "is not a JSON object");
  CHECK(error("{\"schema\":1,\"seq\":4") == "is not a JSON object");
  CHECK(error("{\"seq\":42,\"at_ms\":null}") == "is not of `schema` 1");
  CHECK(error("{\"schema\":2,\"seq\":42,\"at_ms\":null}") == "is not of `schema` 1");
  CHECK(error("{\"schema\":1,\"at_ms\":null}") == "has no whole number `seq`");
  CHECK(error("{\"schema\":1,\"seq\":-1,\"at_ms\":null}") == "has no whole number `seq`");
  CHECK(error("{\"schema\":1,\"seq\":4.5,\"at_ms\":null}") == "has no whole number `seq`");
  CHECK(error("{\"schema\":1,\"seq\":42}") == "has no `at_ms`");
  CHECK(error("{\"schema\":1,\"seq\":42,\"at_ms\":\"x\"}") == "has an `at_ms` that is neither a whole number nor null");
}

TEST_CASE("a cursor fits a history that has got that far, and has the same change there or none") {
  const auto noon = base::wall_from_unix_ms(1'790'000'000'000);
  const auto later = noon + base::Millis{1};
  CHECK(fit({5, noon}, {5, noon}) == Fit::fits);
  CHECK(fit({5, noon}, {9, noon}) == Fit::fits);
  CHECK(fit({5, noon}, {9, std::nullopt}) == Fit::fits);
  CHECK(fit({5, std::nullopt}, {9, noon}) == Fit::fits);
  CHECK(fit({0, std::nullopt}, {0, std::nullopt}) == Fit::fits);
  CHECK(fit({5, noon}, {4, std::nullopt}) == Fit::ahead);
  CHECK(fit({5, std::nullopt}, {4, std::nullopt}) == Fit::ahead);
  CHECK(fit({5, noon}, {9, later}) == Fit::other);
}

}  // namespace
}  // namespace presenced::hooks

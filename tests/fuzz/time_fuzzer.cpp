// Times as people write them on presencectl's command line. The first line is a time, and the `since` of a window whose
// `until` is the second line; "now" moves with the length of the input, so that relative forms meet both kinds of days.
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/text_rules.h"
#include "time/times.h"
#include "time/zone_database.h"

using namespace presenced;
using fuzz::expect;

namespace {

const time::ZoneDatabase kDatabase;

std::string_view line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto first = text.substr(0, end);
  text = end == text.npos ? std::string_view{} : text.substr(end + 1);
  return first;
}

void expect_sentence(const std::string& error) {
  expect(!error.empty() && fuzz::one_line(error) && fuzz::valid_utf8(error), "an error is one line for people", error);
}

void expect_honest(std::string_view since, std::string_view until, const time::TimeContext& context) {
  const auto moment = time::parse_time(since, context);
  if (moment) {
    const std::string written = time::rfc3339(*context.zone, moment.value());
    const auto again = time::parse_time(written, context);
    expect(again.ok() && again.value() == moment.value(), "a time that is written out is the same time", written);
  } else {
    expect_sentence(moment.error());
  }
  const auto window = time::parse_window(std::string(since), std::string(until), context);
  if (window)
    expect(moment.ok() && window.value().from == moment.value() && window.value().from < window.value().to,
           "a window begins where it says, before it ends");
  else
    expect_sentence(window.error());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  // 2026-03-29 01:00 UTC, when Berlin's clocks go forward, and hours around it.
  const base::WallTime now = base::WallTime(std::chrono::seconds(1'774'746'000)) + std::chrono::hours(size % 48);
  const std::string_view since = line(text);
  const std::string_view until = line(text);
  for (const char* name : {"UTC", "Europe/Berlin", "Australia/Lord_Howe"}) {
    const auto zone = kDatabase.find(name);
    expect(zone != nullptr, "the zones of the tests are installed (package tzdata)", name);
    expect_honest(since, until, {now, zone, &kDatabase});
  }
  return 0;
}

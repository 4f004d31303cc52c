// The control socket: whatever somebody on this machine asks the daemon, and whatever answers presencectl. The first
// line is the request line, the rest the body; the whole input is also an answer.
#include <algorithm>
#include <string>
#include <string_view>

#include "control/decode.h"
#include "control/encode.h"
#include "control/request.h"
#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/text_rules.h"

using namespace presenced;
using fuzz::expect;

namespace {

// "POST /purge" and what follows the line.
struct Parts {
  std::string_view method;
  std::string_view target;
  std::string_view body;
};

Parts parts_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t blank = std::min(line.find(' '), line.size());
  return {line.substr(0, blank), line.substr(std::min(blank + 1, line.size())),
          text.substr(std::min(line.size() + 1, text.size()))};
}

void expect_refusal(const control::Refusal& refusal) {
  expect(refusal.status == 400 || refusal.status == 404 || refusal.status == 405, "a refusal is the client's fault");
  expect(!refusal.error.empty() && refusal.error.size() < 200 && fuzz::one_line(refusal.error),
         "a refusal is one short line", refusal.error);
  expect((refusal.status == 405) == !refusal.allow.empty(), "405 comes with the methods that there are");
}

void ask(const Parts& parts) {
  const auto request = control::read_request(parts.method, parts.target, parts.body);
  if (!request) return expect_refusal(request.error());
  const auto written = control::write(request.value());
  const auto again = control::read_request(written.method, written.target, written.body);
  expect(again.ok() && again.value() == request.value(), "a request that is written out is the same request");
}

// What was read can be written, and reads as the same again: texts may only become shorter on the way, and that once.
template <class Read>
void answer(std::string_view text, Read read) {
  const auto first = read(text);
  if (!first) {
    expect(!first.error().empty() && fuzz::one_line(first.error()), "an error is one line", first.error());
    return;
  }
  const std::string json = control::to_json(first.value());
  expect(json.ends_with('\n') && fuzz::one_line(std::string_view(json).substr(0, json.size() - 1)),
         "an answer is one line of sound UTF-8");
  const auto second = read(json);
  expect(second.ok(), "an answer that was written can be read", json);
  const auto third = read(control::to_json(second.value()));
  expect(third.ok() && third.value() == second.value(), "an answer comes back as it went out", json);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ask(parts_of(text));
  answer(text, control::read_status);
  answer(text, control::read_reloaded);
  answer(text, control::read_purged);
  answer(text, control::read_forget_undone);
  const std::string error = control::error_json(text);
  expect(fuzz::valid_utf8(error), "an error is sound UTF-8 whatever its words are");
  expect(control::read_error(error).size() <= 3 * text.size(), "an error grows by its unsound bytes alone");
  (void)control::read_error(text);
  return 0;
}

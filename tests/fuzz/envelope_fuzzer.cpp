// Socket Mode envelopes: whatever bytes Slack, or somebody in its place, sends as a text message.
#include <string_view>

#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/slack_promises.h"
#include "slack/envelope.h"

using namespace presenced;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view frame(reinterpret_cast<const char*>(data), size);
  slack::EnvelopeDecoder decoder;
  const slack::Envelope envelope = decoder.decode(frame);
  fuzz::expect_promises(envelope);
  fuzz::expect(decoder.decode(frame).index() == envelope.index(), "a decoder keeps nothing of the frame before");
  return 0;
}

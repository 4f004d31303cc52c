// The engine as a whole, on virtual time: bytes choose what happens and when (engine_script.h).
#include "fuzz/engine_script.h"
#include "fuzz/fuzzer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  presenced::fuzz::EngineScript script(presenced::fuzz::Bytes(data, size));
  script.run();
  return 0;
}

// What a fuzzer is here: one function that takes any bytes, gives them to the code under test, and ends the process
// when a promise of that code does not hold.
//
// Each `NAME_fuzzer.cpp` is linked twice. With libFuzzer it is `fuzz_NAME` (preset `fuzz`, run by scripts/fuzz), which
// looks for new inputs. With replay.cpp it is `replay_NAME`, in every preset, known to ctest as fuzz_regressions_NAME:
// it runs the inputs kept in corpus/NAME (where the search starts) and regressions/NAME (what it once found).
#pragma once

#include <cstddef>
#include <cstdint>

// The name and the C linkage are libFuzzer's. Always returns 0. No state survives a call.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

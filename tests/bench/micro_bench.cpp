// The steps of a change one by one, by Google Benchmark: a frame parsed, the engine told, a frame written; with the
// allocations of each counted. scripts/bench reads its JSON.
//
//   micro_bench [--benchmark_filter=REGEX] [--benchmark_out=FILE --benchmark_out_format=json]
//
// Exit status 2 when a step has done something else than it should.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "bench/engine_under_frames.h"
#include "bench/flood_frames.h"
#include "slack/decode.h"
#include "slack/encode.h"

namespace {

// Of this program alone: malloc(3) is not counted, nothing here calls it by itself.
std::atomic<std::size_t> g_allocations{0};  // replaced operators have no other place for it
std::atomic<std::size_t> g_bytes{0};

void* counted_or_null(std::size_t size) noexcept {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  g_bytes.fetch_add(size, std::memory_order_relaxed);
  return std::malloc(size);
}

void* counted(std::size_t size) {
  if (void* memory = counted_or_null(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted_or_null(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted_or_null(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace presenced;

constexpr std::size_t kPeople = 500;

// Counts what is allocated in the loop of a benchmark, for each frame and for each change.
class Allocations {
 public:
  explicit Allocations(benchmark::State& state) : state_(state) {}
  void report(std::size_t changes_a_frame) {
    const auto frames = static_cast<double>(state_.iterations());
    const auto allocations = static_cast<double>(g_allocations.load() - allocations_);
    const auto bytes = static_cast<double>(g_bytes.load() - bytes_);
    state_.counters["allocations"] = allocations / frames;
    state_.counters["bytes"] = bytes / frames;
    state_.SetItemsProcessed(state_.iterations() * static_cast<std::int64_t>(changes_a_frame));
  }

 private:
  benchmark::State& state_;
  std::size_t allocations_ = g_allocations.load();
  std::size_t bytes_ = g_bytes.load();
};

void require(bool holds, const char* otherwise) {
  if (!holds) throw std::runtime_error(otherwise);
}

std::vector<base::UserId> people() {
  std::vector<base::UserId> ids;
  for (std::size_t i = 0; i < kPeople; ++i) ids.push_back({"U0CROWD" + std::to_string(10'000 + i)});
  return ids;
}

// Both turns of everybody.
bench::FloodFrames frames_of(const benchmark::State& state) {
  return {people(), 2 * kPeople, static_cast<std::size_t>(state.range(0))};
}

void parse_presence(benchmark::State& state) {
  const bench::FloodFrames frames = frames_of(state);
  slack::Decoder decoder;
  const slack::Event first = decoder.decode(frames.text(0));
  const auto* change = std::get_if<slack::PresenceChange>(&first);
  require(change && change->users.size() == frames.ids_a_frame(), "a presence_change was parsed as something else");
  std::size_t next = 0;
  Allocations allocations(state);
  for (auto _ : state) benchmark::DoNotOptimize(decoder.decode(frames.text(next++ % frames.frames())));
  allocations.report(frames.ids_a_frame());
}
BENCHMARK(parse_presence)->Arg(1)->Arg(100);

void parse_user_change(benchmark::State& state) {
  const std::string frame =
      R"({"type":"user_change","user":{"id":"U0CROWD10001","team_id":"T0FAKE","name":"person1","deleted":false,)"
      R"("real_name":"Person 1","tz":"Europe/Berlin","tz_label":"Central European Time","tz_offset":3600,"profile":)"
      R"({"title":"","phone":"","real_name":"Person 1","display_name":"person1","status_text":"in a meeting",)"
      R"("status_emoji":":calendar:","status_expiration":0,"team":"T0FAKE"},"is_bot":false,"updated":1700000000},)"
      R"("cache_ts":1700000000,"event_ts":"1700000000.000100"})";
  slack::Decoder decoder;
  const slack::Event first = decoder.decode(frame);
  const auto* change = std::get_if<slack::UserChange>(&first);
  require(change && change->user.status, "a user_change was parsed as something else");
  Allocations allocations(state);
  for (auto _ : state) benchmark::DoNotOptimize(decoder.decode(frame));
  allocations.report(1);
}
BENCHMARK(parse_user_change);

// From the text of a frame to the batch for the writer.
void engine_presence(benchmark::State& state) {
  const bench::FloodFrames frames = frames_of(state);
  bench::EngineUnderFrames engine(people());
  std::size_t next = 0;
  Allocations allocations(state);
  for (auto _ : state) engine.frame(frames.text(next++ % frames.frames()));
  allocations.report(frames.ids_a_frame());
  require(engine.transitions() == static_cast<std::size_t>(state.iterations()) * frames.ids_a_frame(),
          "the engine has not recorded each change once");
}
BENCHMARK(engine_presence)->Arg(1)->Arg(100);

// A frame that says what is known already.
void engine_repeated(benchmark::State& state) {
  const bench::FloodFrames frames(people(), kPeople, 1);
  bench::EngineUnderFrames engine(people());
  for (std::size_t i = 0; i < frames.frames(); ++i) engine.frame(frames.text(i));
  std::size_t next = 0;
  Allocations allocations(state);
  for (auto _ : state) engine.frame(frames.text(next++ % frames.frames()));
  allocations.report(1);
  require(engine.transitions() == kPeople, "the engine has recorded what was no change");
}
BENCHMARK(engine_repeated);

void encode_presence_sub(benchmark::State& state) {
  const std::vector<base::UserId> ids = people();
  Allocations allocations(state);
  for (auto _ : state) benchmark::DoNotOptimize(slack::presence_sub(ids));
  allocations.report(1);
}
BENCHMARK(encode_presence_sub);

void encode_ping(benchmark::State& state) {
  Allocations allocations(state);
  for (auto _ : state) benchmark::DoNotOptimize(slack::ping(1'234, base::wall_from_unix_ms(1'700'000'000'000)));
  allocations.report(1);
}
BENCHMARK(encode_ping);

}  // namespace

int main(int count, char** words) {
  try {
    benchmark::Initialize(&count, words);
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
    require(benchmark::RunSpecifiedBenchmarks() > 0, "there is no such step");
    benchmark::Shutdown();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "micro_bench: %s\n", error.what());
    return 2;
  }
}

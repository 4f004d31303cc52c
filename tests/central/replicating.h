// A replicator with all that it needs, as a process of its own would have it.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "central/both_views.h"
#include "central/migration.h"
#include "central/replicator.h"
#include "store/reader.h"

namespace presenced::test {

// A replicator with all that it needs, as a process of its own would have it.
class Replicating {
 public:
  Replicating(const std::string& address, const std::filesystem::path& file, const std::string& origin = "here")
      : connection_(central::read_address(address, {}).value(), {}) {
    central::migrate(connection_, [](std::string_view) {});
    auto reader = store::Reader::open(file);
    REQUIRE_MESSAGE(reader.ok(), reader.error().message);
    reader_ = std::move(reader.value());
    open(origin);
  }

  void catch_up() {
    while (!replicator_->round().complete) continue;
  }

 private:
  // The server takes a moment to notice that the one before has gone.
  void open(const std::string& origin) {
    for (int attempt = 0; !replicator_; ++attempt) {
      try {
        replicator_ = std::make_unique<central::Replicator>(connection_, *reader_, origin);
      } catch (const central::CentreError& error) {
        if (error.trouble == central::Trouble::refused || attempt == 500) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
      }
    }
  }

  central::Connection connection_;
  std::unique_ptr<store::Reader> reader_;
  std::unique_ptr<central::Replicator> replicator_;
};

inline void check_equal(const std::filesystem::path& file, const std::string& address,
                        const std::string& origin = "here") {
  for (const std::string& line : differences(file, address, origin)) FAIL_CHECK(line);
}

}  // namespace presenced::test

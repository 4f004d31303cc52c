#include "central/shared_server.h"

#include <doctest/doctest.h>

#include "central/connection.h"
#include "central/replicator.h"

using namespace presenced;

namespace presenced::test {

PostgresServer& shared_server() {
  static PostgresServer server;
  return server;
}

namespace {

int made = 0;

}  // namespace

std::string newest_database() { return "made_" + std::to_string(made); }

std::string new_database() {
  ++made;
  return shared_server().make_database(newest_database());
}

std::string copy_of_newest_database() {
  const std::string original = newest_database();
  ++made;
  return shared_server().make_database(newest_database(), original);
}

}  // namespace presenced::test

REGISTER_EXCEPTION_TRANSLATOR(const central::CentreError& error) { return doctest::String(error.message.c_str()); }
REGISTER_EXCEPTION_TRANSLATOR(const central::Parted& parted) { return doctest::String(parted.why.c_str()); }

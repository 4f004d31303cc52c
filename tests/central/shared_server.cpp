#include "central/shared_server.h"

namespace presenced::test {

PostgresServer& shared_server() {
  static PostgresServer server;
  return server;
}

std::string new_database() {
  static int made = 0;
  return shared_server().make_database("made_" + std::to_string(++made));
}

}  // namespace presenced::test

// One server for all tests of the program: starting one takes a second.
#pragma once

#include <string>

#include "central/postgres_server.h"

namespace presenced::test {

PostgresServer& shared_server();
std::string new_database();             // its address
std::string newest_database();          // the name of the one made last
std::string copy_of_newest_database();  // nobody may be connected to it; the address of the copy

}  // namespace presenced::test

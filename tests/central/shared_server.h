// One server for all tests of the program: starting one takes a second.
#pragma once

#include <string>

#include "central/postgres_server.h"

namespace presenced::test {

PostgresServer& shared_server();
std::string new_database();  // its address

}  // namespace presenced::test

// A program for log -f --exec that fails now and then, in every way it can: before it has done anything, after it has,
// by a signal, by being slow. What it has done, it appends to the file HOOK_GOT as it came.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <random>
#include <string>

int main() {
  const std::string change(std::istreambuf_iterator<char>(std::cin), {});
  std::random_device random;
  const unsigned luck = random() % 1000;
  if (luck < 20) return 1;
  if (luck < 25) return kill(getpid(), SIGKILL);
  if (luck < 30) usleep(100'000);
  const int got = open(std::getenv("HOOK_GOT"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  // One write, so that a line is there as a whole or not at all.
  if (got < 0 || write(got, change.data(), change.size()) != static_cast<ssize_t>(change.size())) return 2;
  if (luck < 40) return 3;  // done, but not acknowledged
  return 0;
}

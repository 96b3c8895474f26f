#include "CStandardError.h"

#include <iostream>
#include <streambuf>
#include <string>

namespace {

class Listener : public std::streambuf {
 public:
  explicit Listener(void (*receive)(const char *text)) : receive_(receive) {}

 private:
  std::streamsize xsputn(const char *text, std::streamsize count) override {
    receive_(std::string(text, static_cast<size_t>(count)).c_str());
    return count;
  }

  int overflow(int character) override {
    const char text[] = {static_cast<char>(character), 0};
    receive_(text);
    return character;
  }

  void (*receive_)(const char *text);
};

}  // namespace

void standard_error_listen(void (*receive)(const char *text)) {
  // The buffer lives as long as the stream.
  std::cerr.rdbuf(new Listener(receive));
}

void standard_error_write(const char *text) { std::cerr << text; }

// A host program's own use of C++'s std::cerr, for tests of what a library does to it.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Passes whatever is written to std::cerr to `receive`, piece by piece, on the writer's thread.
void standard_error_listen(void (*receive)(const char *text));
/// Writes to std::cerr.
void standard_error_write(const char *text);

#ifdef __cplusplus
}
#endif

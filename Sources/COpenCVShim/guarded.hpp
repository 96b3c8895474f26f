// The handle, and the one place where C++ exceptions end.
#pragma once
#include <cstdio>
#include <exception>
#include <opencv2/core.hpp>

#include "COpenCVShim.h"

struct superpose_cv_image {
  cv::Mat mat;
};

/// Runs `body`; an exception becomes status 1 and a message.
template <typename Body>
int32_t guarded(superpose_cv_message *message, Body &&body) noexcept {
  try {
    body();
    return 0;
  } catch (const cv::Exception &error) {
    std::snprintf(message->text, sizeof message->text, "%s", error.err.c_str());
  } catch (const std::exception &error) {
    std::snprintf(message->text, sizeof message->text, "%s", error.what());
  } catch (...) {
    std::snprintf(message->text, sizeof message->text, "unknown C++ exception");
  }
  return 1;
}

/// As `guarded`, for a body that returns the new image.
template <typename Body>
int32_t guarded_image(superpose_cv_image **out, superpose_cv_message *message, Body &&body) noexcept {
  return guarded(message, [&] { *out = new superpose_cv_image{body()}; });
}

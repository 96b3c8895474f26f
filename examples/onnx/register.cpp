// Overlays one photograph on another with an exported graph and OpenVINO: register MODEL MOVING FIXED OUTPUT
// MODEL is a file of `superpose export registration` in the dynamic form. README.md says how this is compiled.
#include <opencv2/calib3d.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <openvino/openvino.hpp>

#include <algorithm>
#include <iostream>
#include <vector>

// Returns a grey picture as the graph takes it, [1, 1, H, W] in 0...1, of the size that the graph asks for, or its own.
static ov::Tensor tensor_of(const cv::Mat &image, const ov::PartialShape &shape) {
  cv::Mat grey, resized;
  cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
  const int height = shape[2].is_static() ? static_cast<int>(shape[2].get_length()) : grey.rows;
  const int width = shape[3].is_static() ? static_cast<int>(shape[3].get_length()) : grey.cols;
  cv::resize(grey, resized, cv::Size(width, height), 0, 0, cv::INTER_AREA);
  ov::Tensor tensor(ov::element::f32, {1, 1, static_cast<size_t>(height), static_cast<size_t>(width)});
  std::transform(resized.begin<uint8_t>(), resized.end<uint8_t>(), tensor.data<float>(),
                 [](uint8_t value) { return static_cast<float>(value) / 255; });
  return tensor;
}

// Converts points [n, 2] from pixels of the tensor to pixels of the image; in both, (0, 0) is the centre of the
// top-left one.
static std::vector<cv::Point2f> points_of(const ov::Tensor &points, const ov::Tensor &input, const cv::Mat &image) {
  const float x_scale = static_cast<float>(image.cols) / input.get_shape()[3];
  const float y_scale = static_cast<float>(image.rows) / input.get_shape()[2];
  std::vector<cv::Point2f> result;
  const float *values = points.data<float>();
  for (size_t row = 0; row < points.get_shape()[0]; row++) {
    result.emplace_back((values[2 * row] + 0.5f) * x_scale - 0.5f, (values[2 * row + 1] + 0.5f) * y_scale - 0.5f);
  }
  return result;
}

int main(int argc, char **argv) try {
  if (argc != 5) {
    std::cerr << "usage: register MODEL MOVING FIXED OUTPUT\n";
    return 64;
  }
  const cv::Mat moving = cv::imread(argv[2]), fixed = cv::imread(argv[3]);
  ov::Core core;
  // By default OpenVINO computes in 16 bits where the processor can.
  ov::CompiledModel model = core.compile_model(argv[1], "CPU", ov::hint::inference_precision(ov::element::f32));
  ov::InferRequest request = model.create_infer_request();
  const ov::Tensor inputs[] = {tensor_of(moving, model.input("input1").get_partial_shape()),
                               tensor_of(fixed, model.input("input2").get_partial_shape())};
  request.set_tensor("input1", inputs[0]);
  request.set_tensor("input2", inputs[1]);
  request.infer();
  const auto moving_points = points_of(request.get_tensor("mkpts0"), inputs[0], moving);
  const auto fixed_points = points_of(request.get_tensor("mkpts1"), inputs[1], fixed);
  cv::Mat inliers, fixed_from_moving;
  if (moving_points.size() >= 4)
    fixed_from_moving = cv::findHomography(moving_points, fixed_points, cv::USAC_MAGSAC, 3.0, inliers);
  if (fixed_from_moving.empty()) {
    std::cerr << moving_points.size() << " matches, no transform\n";
    return 1;
  }
  cv::Mat warped;
  cv::warpPerspective(moving, warped, fixed_from_moving, fixed.size());
  cv::imwrite(argv[4], warped);
  std::cout << moving_points.size() << " matches, " << cv::countNonZero(inliers) << " inliers\n"
            << fixed_from_moving << "\n";
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 1;
}

import COpenCVMethods

/// Calls OpenCV through its shim.
enum OpenCVCall {
  /// Returns whether a function succeeded. It is for functions that fail on degenerate points only.
  static func succeeds(_ function: (UnsafeMutablePointer<superpose_cv_message>) -> Int32) -> Bool {
    var message = superpose_cv_message()
    return function(&message) == 0
  }

  /// Runs a function that cannot fail for valid arguments. Where memory runs out it stops the program, as every
  /// allocation in Swift does.
  static func trusted(_ operation: String, _ function: (UnsafeMutablePointer<superpose_cv_message>) -> Int32) {
    var message = superpose_cv_message()
    guard function(&message) != 0 else { return }
    let text = withUnsafeBytes(of: &message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    preconditionFailure("OpenCV cannot \(operation): \(text)")
  }
}

import COpenVINO
import Foundation

/// Runs a call of OpenVINO's C interface and turns a failure into an error that names the call.
func checked(_ operation: String, _ call: () -> ov_status_e) throws(InferenceError) {
  let status = call()
  guard status.rawValue != 0 else { return }
  let detail = ov_get_last_err_msg().map { String(cString: $0) } ?? ""
  let summary = ov_get_error_info(status).map { String(cString: $0) } ?? "status \(status.rawValue)"
  throw InferenceError(
    kind: .runtime, operation: operation, message: detail.isEmpty ? summary : detail.trimmed)
}

/// Runs a call that makes an object, and returns the object.
func made<Object>(
  _ operation: String, _ call: (inout Object?) -> ov_status_e
) throws(InferenceError) -> Object {
  var object: Object?
  try checked(operation) { call(&object) }
  guard let object else {
    throw InferenceError(kind: .runtime, operation: operation, message: "returned nothing")
  }
  return object
}

/// Passes key-value pairs to a call as C strings.
func withProperties<Result>(
  _ properties: [(key: String, value: String)], _ body: ([ov_property_t]) -> Result
) -> Result {
  let strings = properties.map { (strdup($0.key), strdup($0.value)) }
  defer {
    for (key, value) in strings {
      free(key)
      free(value)
    }
  }
  return body(strings.map { ov_property_t(key: $0.0, value: $0.1) })
}

extension String {
  /// The message without the trailing line break that OpenVINO leaves.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

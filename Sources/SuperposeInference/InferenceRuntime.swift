import COpenVINO
import Foundation

/// OpenVINO's core: it knows the devices and compiles models.
public final class InferenceRuntime: @unchecked Sendable {
  // Sendable: OpenVINO documents the core as safe for use from several threads.
  let core: OpaquePointer

  public init() throws(InferenceError) {
    core = try made("ov_core_create") { ov_core_create(&$0) }
  }

  deinit { ov_core_free(core) }

  /// The version of the loaded library, such as `2026.4.1-…`.
  public static var version: String {
    var version = ov_version_t()
    guard ov_get_openvino_version(&version).rawValue == 0 else { return "unknown" }
    defer { ov_version_free(&version) }
    return version.buildNumber.map { String(cString: $0) } ?? "unknown"
  }

  /// Returns the names of the devices that are there.
  public func devices() throws(InferenceError) -> [String] {
    var list = ov_available_devices_t()
    try checked("ov_core_get_available_devices") { ov_core_get_available_devices(core, &list) }
    defer { ov_available_devices_free(&list) }
    return (0..<list.size).compactMap { list.devices[$0].map { String(cString: $0) } }
  }

  /// Whether a device computes in bf16 (16-bit brain floats).
  public func supportsBF16(device: String) -> Bool {
    (property("OPTIMIZATION_CAPABILITIES", of: device) ?? "").split(separator: " ").contains("BF16")
  }

  /// Returns a property of a device, or nil where it has none of that name.
  func property(_ name: String, of device: String) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard ov_core_get_property(core, device, name, &text).rawValue == 0, let text else { return nil }
    defer { ov_free(text) }
    return String(cString: text)
  }

  /// Whether a device is a processor with instructions for products of 8-bit integers (VNNI). Others compute them more
  /// slowly, and have not been tried.
  package func multipliesIntegers(device: String) -> Bool {
    guard device == "CPU" else { return false }
    // The first core's lines are enough, and the system makes no more of them than are read.
    let lines = FileHandle(forReadingAtPath: "/proc/cpuinfo").flatMap { try? $0.read(upToCount: 8192) }
    let text = String(decoding: lines ?? Data(), as: UTF8.self)
    return text.contains("avx512_vnni") || text.contains("avx_vnni")
  }

  /// Returns bf16 where a device computes in it, else f32.
  public func fastestFloats(device: String) -> Precision { supportsBF16(device: device) ? .bf16 : .f32 }

  /// Throws where a device is not there, and names those that are.
  func requireDevice(_ device: String) throws(InferenceError) {
    // The CPU is always there, and asking for the other devices loads their libraries.
    if device == "CPU" { return }
    let here = try devices()
    let absent = try Self.devices(namedBy: device).first { name in
      // A family name stands for its first device (`GPU` for `GPU.0`).
      !here.contains { $0 == name || $0.hasPrefix(name + ".") }
    }
    guard let absent else { return }
    let hint = absent.hasPrefix("NVIDIA") ? "an NVIDIA card is cuda or cuda:N" : "it is not there"
    throw .device("found \"\(device)\", but \(hint)", here: here)
  }

  /// Returns the devices in a name: the device itself, or those that a virtual one combines, such as `HETERO:GPU,CPU`.
  /// `AUTO` alone takes whatever is there.
  private static func devices(namedBy device: String) throws(InferenceError) -> [String] {
    let parts = device.split(separator: ":", maxSplits: 1).map(String.init)
    guard let family = parts.first, ["AUTO", "HETERO", "MULTI"].contains(family) else { return [device] }
    // `-GPU` leaves a device out; `GPU(2)` gives the number of requests.
    let combined = (parts.count > 1 ? parts[1] : "").split(separator: ",")
      .filter { !$0.hasPrefix("-") }.map { String($0.prefix { $0 != "(" }) }
    return combined.isEmpty && family != "AUTO" ? [device] : combined
  }
}

internal import CTorchLoader
import Foundation
import Synchronization

/// Loads libtorch into the running program, for programs that do not link it.
///
/// A script that travels as a resource finds it and builds the library that holds the functions, once for each version.
public enum TorchLibrary {
  /// Why libtorch is not there, and what to do.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  private struct Found {
    let folder: String
    let version: String
  }

  private struct State {
    var loaded: Found?
    var hasCUDA = false
  }

  private static let state = Mutex(State())

  /// The version of the libtorch that was loaded; nil where the program links it.
  public static var version: String? { state.withLock { $0.loaded?.version } }

  /// Loads libtorch where that has not happened yet.
  ///
  /// - Parameter withCUDA: Whether networks are to run on NVIDIA's GPUs.
  /// - Throws: ``Failure`` where it is missing, damaged, of another version, or without CUDA.
  public static func load(withCUDA: Bool) throws(Failure) {
    try state.withLock { state throws(Failure) in
      if tt_in_use() == nil { state.loaded = try opened(for: withCUDA ? "cuda" : "cpu") }
      guard withCUDA, !state.hasCUDA else { return }
      let library = (state.loaded.map { $0.folder + "/" } ?? "") + "libtorch_cuda.so"
      if let reason = Torch.loadCUDA(library: library) {
        throw Failure(
          description: "\(library) cannot be used (\(oneLine(reason))): install PyTorch for this driver anew")
      }
      state.hasCUDA = true
    }
  }

  private static func opened(for kind: String) throws(Failure) -> Found {
    let (folder, shim, version) = try find(kind)
    let paths = ["libc10.so", "libtorch_cpu.so"].map { "\(folder)/\($0)" } + [shim]
    let pointers = paths.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    let reason = pointers.map { UnsafePointer($0) }.withUnsafeBufferPointer {
      tt_load($0.baseAddress, $0.count).map { String(cString: $0) }
    }
    if let reason {
      throw Failure(
        description: "the libtorch in \(folder) cannot be loaded (\(oneLine(reason))): install it anew, or name "
          + "another one in SUPERPOSE_TORCH")
    }
    return Found(folder: folder, version: version)
  }

  /// Runs the script. What it says while it builds goes to the program's own standard error.
  private static func find(_ kind: String) throws(Failure) -> (folder: String, shim: String, version: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = Bundle.module.bundlePath + "/Shim/find-libtorch"
    process.arguments = ["bash", script, kind]
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch {
      throw Failure(description: "libtorch cannot be looked for, since bash does not run (\(error)): install bash")
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n").map(String.init)
    guard process.terminationStatus == 0, lines.count == 3 else {
      let reason = lines.joined(separator: " ")
      throw Failure(
        description: reason.isEmpty
          ? "libtorch cannot be looked for: run bash \(script) \(kind), which says why" : reason)
    }
    return (lines[0], lines[1], lines[2])
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }
}

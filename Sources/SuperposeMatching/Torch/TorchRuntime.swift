import SuperposeCheckpoints
public import SuperposeInference
import SuperposeTorch

/// A device on which libtorch runs the networks, and the arithmetic that they have there: the second way of running
/// them, beside OpenVINO's ``InferenceSession``.
///
/// Calls from several threads wait for each other, since one run takes all of a device.
public final class TorchRuntime: Sendable, CustomStringConvertible {
  let device: Torch.Device
  /// The type of weights and activations. Scores, descriptors and all that runs behind the networks have 32 bits.
  let type: Torch.ElementType
  public let precision: Precision

  /// libtorch on the processor, for tests of what runs on a GPU.
  private static let processorName = "TORCH-CPU"
  private static let graphicsName = "CUDA"

  /// Whether a device's name is one of libtorch's: `CUDA`, `CUDA:1`, `TORCH-CPU`.
  public static func isName(_ device: String) -> Bool {
    device == processorName || device == graphicsName || device.hasPrefix(graphicsName + ":")
  }

  /// Loads libtorch, which takes a second, and looks whether the device is there.
  ///
  /// - Parameters:
  ///   - name: One of libtorch's devices.
  ///   - precision: `f32`, `bf16` or `f16`; nil for bf16 where a GPU computes in it, else f32.
  ///   - threads: The number of threads on the processor; nil leaves it to libtorch.
  /// - Throws: ``InferenceError`` where the driver, the device or libtorch is missing, with what to do.
  public init(device name: String, precision: Precision?, threads: Int? = nil) throws(InferenceError) {
    device = try Self.device(name)
    if case .cuda(let number) = device, let problem = CUDADriver.problem(with: number) {
      throw Self.unavailable(problem)
    }
    do {
      try TorchLibrary.load(withCUDA: device != .cpu)
    } catch {
      throw Self.unavailable(error.description)
    }
    self.precision = precision ?? Self.fastestFloats(on: device)
    type =
      switch self.precision {
      case .f32: .f32
      case .bf16: .bf16
      case .f16: .f16
      case .int8:
        throw InferenceError(
          kind: .runtime, operation: "device", message: "expected f32, bf16 or f16 on \(name.lowercased()), found int8")
      }
    if let threads, device == .cpu { Torch.useThreads(threads) }
    Torch.useWholeFloats()
  }

  /// The device and what runs on it, in one line.
  public var description: String {
    let name =
      switch device {
      case .cpu: Self.processorName.lowercased()
      case .cuda(let number): "cuda:\(number) (\(CUDADriver.name(number)))"
      }
    return name + (TorchLibrary.version.map { ", libtorch \($0)" } ?? "")
  }

  private static func device(_ name: String) throws(InferenceError) -> Torch.Device {
    if name == processorName { return .cpu }
    if name == graphicsName { return .cuda(0) }
    guard let number = Int(name.dropFirst(graphicsName.count + 1)), (0..<128).contains(number) else {
      throw unavailable("expected cuda or cuda:N with the number of a device, found \(name.lowercased())")
    }
    return .cuda(number)
  }

  private static func fastestFloats(on device: Torch.Device) -> Precision {
    guard case .cuda(let number) = device else { return .f32 }
    return CUDADriver.hasBFloat16(number) ? .bf16 : .f32
  }

  private static func unavailable(_ problem: String) -> InferenceError {
    InferenceError(
      kind: .deviceNotAvailable, operation: "device", message: problem + "; or run on the processor (--device cpu)")
  }

  /// Runs operations of libtorch.
  ///
  /// - Throws: ``InferenceError`` for the first one that libtorch refuses.
  func run<Result>(_ body: () -> Result) throws(InferenceError) -> Result {
    do {
      return try Torch.attempting(body)
    } catch {
      guard let failure = error as? Torch.Failure else {
        throw InferenceError(kind: .runtime, operation: "libtorch", message: "\(error)")
      }
      guard failure.isOutOfMemory else {
        throw InferenceError(kind: .runtime, operation: failure.operation, message: failure.message)
      }
      throw InferenceError(
        kind: .outOfMemory, operation: "device",
        message: "its memory does not suffice (\(failure.message)): take a smaller size (--resize) or fewer keypoints "
          + "(--max-keypoints), or run on the processor (--device cpu)")
    }
  }

  /// Returns parameters on the device, in its arithmetic.
  func tensors(_ parameters: [String: Tensor]) throws(InferenceError) -> [String: TorchTensor] {
    try run { parameters.mapValues { TorchBackend.laidOut($0, on: device).converted(to: type) } }
  }

  /// Returns how many pieces of work are done at a time, of which each takes so many bytes.
  func count(ofPiecesOf bytes: Int) -> Int {
    guard case .cuda(let number) = device else { return Self.piecesOnProcessor }
    // The driver does not count as free what libtorch keeps for reuse, so that this errs on the safe side.
    let free = CUDADriver.freeBytes(number) ?? 0
    return min(max(1, free / 2 / max(1, bytes)), Self.mostPieces)
  }

  /// Does pieces of work, so many at a time, and fewer where the memory does not suffice after all.
  ///
  /// - Parameter work: Does some of them together, and returns as many results.
  func together<Piece, Result>(
    _ pieces: [Piece], most: Int, _ work: ([Piece]) throws(InferenceError) -> [Result]
  ) throws(InferenceError) -> [Result] {
    var results: [Result] = []
    for start in stride(from: 0, to: pieces.count, by: most) {
      let chunk = Array(pieces[start..<min(start + most, pieces.count)])
      do {
        results += try work(chunk)
      } catch {
        guard error.kind == .outOfMemory, chunk.count > 1 else { throw error }
        results += try together(chunk, most: (chunk.count + 1) / 2, work)
      }
    }
    return results
  }

  private static let piecesOnProcessor = 3
  /// More at a time fill no GPU better.
  private static let mostPieces = 16
}

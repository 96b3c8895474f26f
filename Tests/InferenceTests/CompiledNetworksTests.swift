import Foundation
import SuperposeONNX
import Testing

@testable import SuperposeInference

/// Networks that are kept compiled: what is loaded computes the same, and whatever is wrong with a file is mended.
@Suite struct CompiledNetworksTests {
  private let folder: URL
  private var networks: CompiledNetworks { CompiledNetworks(folder: folder.appending(path: "compiled")) }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "superpose-compiled-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Multiplies by a matrix of so many columns, and counts how often the model was asked for.
  private final class Counted {
    var models = 0

    func session(_ kept: KeptNetwork, _ options: SessionOptions = SessionOptions()) throws -> InferenceSession {
      try InferenceSession(
        kept: kept, inputs: [TensorContract("x", [1, nil, 64])], outputs: [TensorContract("y", [1, nil, 64])],
        runtime: try InferenceRuntime(), options: options
      ) {
        models += 1
        let graph = GraphBuilder(name: "product")
        let x = graph.input("x", .float32, [1, "n", 64])
        let matrix = (0..<64 * 64).map { Float($0 % 7) - 3.1 }
        graph.output(
          graph.node("MatMul", [x, graph.constant(matrix, shape: [64, 64], named: "m")]), as: "y", .float32,
          [1, "n", 64])
        return try graph.model()
      }
    }
  }

  private func answer(_ session: InferenceSession, rows: Int = 3) throws -> [Float] {
    let values = (0..<rows * 64).map { Float($0 % 11) / 7 }
    return try session.run([InputTensor(shape: [1, rows, 64], values: values)]) { Array($0[0].values) }
  }

  private func files() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: networks.folder, includingPropertiesForKeys: nil)
  }

  @Test(arguments: [Precision.f32, .bf16])
  func whatWasKeptIsLoadedAndComputesTheSame(precision: Precision) throws {
    let (counted, kept) = (Counted(), KeptNetwork(in: networks, identity: "a"))
    var options = SessionOptions()
    options.precision = precision
    let first = try answer(try counted.session(kept, options))
    let second = try answer(try counted.session(kept, options))
    #expect(counted.models == 1)
    #expect(first == second)
    #expect(try files().count == 1)
    // The arithmetic that was asked for is kept too, although a loaded network takes it from elsewhere.
    var other = options
    other.precision = precision == .f32 ? .bf16 : .f32
    let third = try answer(try counted.session(kept, other))
    #expect(counted.models == 2)
    if try InferenceRuntime().supportsBF16(device: "CPU") { #expect(third != first) }
    #expect(try answer(try counted.session(kept, other)) == third)
    #expect(counted.models == 2)
  }

  @Test func anotherNetworkIsAnother() throws {
    let counted = Counted()
    _ = try counted.session(KeptNetwork(in: networks, identity: "a"))
    _ = try counted.session(KeptNetwork(in: networks, identity: "b"))
    #expect(counted.models == 2)
    #expect(try files().count == 2)
  }

  @Test(arguments: ["empty", "short", "one byte changed", "foreign with a right checksum"])
  func aDamagedFileIsMadeAgain(damage: String) throws {
    let (counted, kept) = (Counted(), KeptNetwork(in: networks, identity: "a"))
    let right = try answer(try counted.session(kept))
    let file = try #require(try files().first)
    var data = try Data(contentsOf: file)
    let whole = data
    switch damage {
    case "empty": data = Data()
    case "short": data = data.prefix(data.count / 2)
    case "one byte changed": data[data.count / 2] ^= 1
    default: try networks.write(file.path) { try Data("no network at all".utf8).write(to: URL(filePath: $0)) }
    }
    if damage.hasPrefix("foreign") { data = try Data(contentsOf: file) } else { try data.write(to: file) }
    #expect(data != whole)
    #expect(try answer(try counted.session(kept)) == right)
    #expect(counted.models == 2)
    #expect(try answer(try counted.session(kept)) == right)
    #expect(counted.models == 2)
  }

  @Test func severalAtOnceAreSafe() async throws {
    let networks = networks
    let answers = try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<6 {
        group.addTask { try answer(try Counted().session(KeptNetwork(in: networks, identity: "a"))) }
      }
      return try await group.reduce(into: [[Float]]()) { $0.append($1) }
    }
    #expect(Set(answers).count == 1)
    #expect(try files().count == 1)
  }

  @Test func aPlaceThatCannotBeWrittenIsNoError() throws {
    let counted = Counted()
    let nowhere = CompiledNetworks(folder: URL(filePath: "/proc/nowhere"))
    #expect(try answer(try counted.session(KeptNetwork(in: nowhere, identity: "a"))).count == 3 * 64)
  }

  @Test func theOldestGo() throws {
    for number in 0..<11 {
      let path = networks.path(of: "\(number)")
      try networks.write(path) { try Data("\(number)".utf8).write(to: URL(filePath: $0)) }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: Double(number - 100))], ofItemAtPath: path)
    }
    #expect(try files().count == 8)
    #expect(networks.file(networks.path(of: "10")) != nil)
    #expect(networks.file(networks.path(of: "0")) == nil)
  }
}

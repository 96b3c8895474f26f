import Foundation
import SuperposeFiles
import Testing

@testable import SuperposeCheckpoints

private let tensors = [
  "b": Tensor(shape: [2, 2], values: [1, -0.5, 3.140625, 0]), "a \"quoted\"\n": Tensor(shape: [], values: [7]),
  "bn.num_batches_tracked": Tensor(shape: [], values: [100_000]), "empty": Tensor(shape: [0, 3], values: []),
]
private let metadata = ["z": "1", "licence": "CC0 – \\ \u{1}"]

@Test(arguments: SafetensorsWriter.Precision.allCases)
func whatIsWrittenIsReadBack(precision: SafetensorsWriter.Precision) throws {
  try Fixture.withFolder { folder throws in
    let path = folder.appendingPathComponent("net.safetensors").path
    // The file is written twice, the second time over the first.
    for _ in 0..<2 {
      try SafetensorsWriter.write(tensors, metadata: metadata, precision: precision, to: URL(filePath: path))
    }
    let checkpoint = try Checkpoint(contentsOf: URL(filePath: path))
    #expect(checkpoint.metadata == metadata)
    #expect(
      checkpoint.tensors.filter { $0.key != "bn.num_batches_tracked" }
        == tensors.filter { $0.value.values != [100_000] })
    #expect(checkpoint.tensors["bn.num_batches_tracked"]?.values == [100_000])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["net.safetensors"])
  }
}

@Test func bytesAreThoseOfTheFormat() throws {
  try Fixture.withFolder { folder throws in
    let path = folder.appendingPathComponent("net.safetensors").path
    let pair = ["w": Tensor(shape: [2], values: [1, -2]), "b": Tensor(shape: [1], values: [0.5])]
    try SafetensorsWriter.write(pair, metadata: ["k": "v"], precision: .f16, to: URL(filePath: path))
    let header =
      #"{"__metadata__":{"k":"v"},"b":{"data_offsets":[0,2],"dtype":"F16","shape":[1]},"#
      + #""w":{"data_offsets":[2,6],"dtype":"F16","shape":[2]}}"#
    let padded = header + String(repeating: " ", count: 136 - header.count)
    #expect(
      try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        == Fixture.safetensors(padded, data: [0x00, 0x38, 0x00, 0x3C, 0x00, 0xC0]))
  }
}

@Test(arguments: [
  (SafetensorsWriter.Precision.f16, Float(65520), "Tensor 'w' holds 65520.0, which does not fit the type F16."),
  (.bf16, -.greatestFiniteMagnitude, "Tensor 'w' holds -3.4028235e+38, which does not fit the type BF16."),
])
func valuesThatDoNotFitLeaveNothingBehind(precision: SafetensorsWriter.Precision, value: Float, problem: String) throws
{
  try Fixture.withFolder { folder throws in
    let path = folder.appendingPathComponent("net.safetensors").path
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsWriter.write(
        ["w": Tensor(shape: [1], values: [value])], precision: precision, to: URL(filePath: path))
    }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description == "\(path): \(problem) Write it as f32.")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}

@Test func infinityAndNaNAreKept() throws {
  try Fixture.withFolder { folder throws in
    let path = folder.appendingPathComponent("net.safetensors").path
    for precision in SafetensorsWriter.Precision.allCases {
      try SafetensorsWriter.write(
        ["w": Tensor(shape: [2], values: [.infinity, .nan])], precision: precision, to: URL(filePath: path))
      let values = try #require(try Checkpoint(contentsOf: URL(filePath: path)).tensors["w"]?.values)
      #expect(values[0] == .infinity && values[1].isNaN)
    }
  }
}

@Test func placesThatCannotBeWrittenAreNamed() throws {
  try Fixture.withFolder { folder throws in
    let hint = "Check that the folder exists, may be written to, and has room."
    // Renaming over a folder fails only after everything has been written.
    let cases = [
      (folder.path + "/none/net.safetensors", "No such file or directory"), (folder.path + "/taken", "Is a directory"),
    ]
    try FileManager.default.createDirectory(atPath: folder.path + "/taken/x", withIntermediateDirectories: true)
    for (path, reason) in cases {
      let error = #expect(throws: CheckpointError.self) {
        try SafetensorsWriter.write(tensors, precision: .f32, to: URL(filePath: path))
      }
      #expect(error?.kind == .cannotWrite)
      #expect(error?.description == "\(path): The file could not be written: \(reason). \(hint)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
  }
}

@Test func aFullDiskIsReported() {
  let fault = Fault(FileError(.write, "net.safetensors", code: ENOSPC))
  #expect(fault.problem == "The file could not be written: No space left on device.")
}

@Test func metadataKeyIsNoTensorName() throws {
  let error = #expect(throws: CheckpointError.self) {
    try SafetensorsWriter.write(
      ["__metadata__": Tensor(shape: [], values: [1])], precision: .f32, to: URL(filePath: "/none"))
  }
  #expect(error?.problem == "A tensor must not be named '__metadata__'.")
}

import Testing

@testable import SuperposeCheckpoints

private let entry = #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
private let notJSON = "The safetensors header is not JSON, or has a number out of range."
private let notAnEntry = "The safetensors header's entry 'a' is not made of dtype, shape and two data_offsets."

@Test(arguments: [
  ("{}}", 0, notJSON),
  (#"{"a":}"#, 0, notJSON),
  ("{\"a\":" + String(repeating: "[", count: 100_000), 0, notJSON),
  (#"{"a":7}"#, 0, notAnEntry),
  (#"{"a":{"dtype":"F32","shape":[1]}}"#, 0, notAnEntry),
  (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4, notAnEntry),
  (#"{"a":{"dtype":"F32","shape":[1e30],"data_offsets":[0,4]}}"#, 4, notJSON),
  (
    #"{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}"#, 4,
    "The element type F8_E4M3 of tensor 'a' is not one that is read here."
  ),
  (
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4,
    "Tensor 'a' of type F32 and shape [2] does not fit its 4 bytes."
  ),
  (
    #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4,
    "Tensor 'a' of type F32 and shape [-1] does not fit its 4 bytes."
  ),
  (
    #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0,
    "Tensor 'a' of type F32 and shape [4294967296, 4294967296] does not fit its 0 bytes."
  ),
  (
    "{\"a\":\(entry),\"b\":\(entry)}", 4,
    "The data of tensor 'b' is said to be bytes 0 to 4, but should begin at 4 and end by 4."
  ),
  (
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4,
    "The data of tensor 'a' is said to be bytes 4 to 0, but should begin at 0 and end by 4."
  ),
  (
    "{\"a\":\(entry)}", 3, "The data of tensor 'a' is said to be bytes 0 to 4, but should begin at 0 and end by 3."
  ),
  ("{\"a\":\(entry)}", 5, "The tensors take 4 bytes, but the file has 5 after its header."),
])
func malformedHeadersAreRefused(header: String, dataLength: Int, problem: String) {
  let bytes = Fixture.safetensors(header, data: [UInt8](repeating: 0, count: dataLength))
  let fault = #expect(throws: Fault.self) { try Fixture.contents(bytes) }
  #expect(fault?.kind == .malformed)
  #expect(fault?.problem == problem)
}

@Test func headerLongerThanTheFileIsRefused() {
  let bytes = [UInt8](withUnsafeBytes(of: UInt64(1000).littleEndian, Array.init)) + Array("{}".utf8)
  let fault = #expect(throws: Fault.self) { try Fixture.contents(bytes) }
  #expect(fault?.problem == "At byte 8 the file should go on for 1000 bytes, but has 2 left.")
}

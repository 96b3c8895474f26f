import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry

/// What was found of one frame.
struct FrameEntry: Codable, Hashable, Sendable {
  var size: ImageSize
  var keypointCount: Int
  var signature: FrameSignature
}

/// What a run over a stack has found so far, stored while it goes on: a file with a line for each frame that
/// was described, each pair that was matched, and each file that was written. A line counts while its identity (files,
/// settings, weights, version) is the same.
struct StackJournal {
  private struct Line: Codable {
    var identity: String
    var frame: FrameEntry?
    var link: StackLink?
    var written: String?
  }

  private let file: LineFile?
  private var frames: [String: FrameEntry] = [:]
  private var links: [String: StackLink] = [:]
  private var written: Set<String> = []

  /// - Parameter path: nil keeps nothing.
  init(_ path: String?) throws(OutputError) {
    file = path.map { LineFile($0) }
    guard let file else { return }
    let decoder = JSONDecoder()
    let all = file.lines()
    let whole = all.filter { data in
      guard let line = try? decoder.decode(Line.self, from: data) else { return false }
      if let frame = line.frame { frames[line.identity] = frame }
      if let link = line.link { links[line.identity] = link }
      if line.written != nil { written.insert(line.identity) }
      return true
    }
    guard whole != all else { return }
    try OutputError.translated { () throws(FileError) in try file.replace(with: whole) }
  }

  func frame(_ identity: String) -> FrameEntry? { frames[identity] }

  func link(_ identity: String) -> StackLink? { links[identity] }

  func isWritten(_ identity: String) -> Bool { written.contains(identity) }

  mutating func keep(_ frame: FrameEntry, _ identity: String) throws {
    frames[identity] = frame
    try append(Line(identity: identity, frame: frame))
  }

  mutating func keep(_ link: StackLink, _ identity: String) throws {
    links[identity] = link
    try append(Line(identity: identity, link: link))
  }

  mutating func keepWritten(_ name: String, _ identity: String) throws {
    written.insert(identity)
    try append(Line(identity: identity, written: name))
  }

  private func append(_ line: Line) throws {
    guard let file else { return }
    let data = try JSON.line(line)
    try PendingFiles.settle { () throws(OutputError) in
      try OutputError.translated { () throws(FileError) in try file.append(data) }
    }
  }
}

public import Foundation
import Superpose
import SuperposeFiles

/// Pairs of image files with a true homography each.
public enum HomographyPairs {
  /// Reads a folder or a list of pairs.
  ///
  /// A folder holds, at any depth, sequences in the layout of HPatches: images `1.png`, `2.png`, … of any format, and
  /// `H_1_2`, … with the homographies of the first image to the others, three rows of three numbers each. The data set
  /// of a sequence is named after the folder around it.
  ///
  /// A list is a text file of lines `IMAGE0 IMAGE1 HOMOGRAPHY`, three paths relative to the list. Empty lines and lines
  /// that begin with `#` are skipped.
  ///
  /// - Parameter data: The folder or the list.
  /// - Throws: ``EvaluationError`` where a file is missing or malformed.
  public static func read(_ data: URL) throws -> [EvaluationPair] {
    let path = data.pathText
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw EvaluationError(.notFound, path, problem: "no such file or folder", hint: "check the path")
    }
    return isFolder.boolValue ? try HomographyFolder(path).pairs() : try HomographyList(path).pairs()
  }
}

/// A list with `IMAGE0 IMAGE1 HOMOGRAPHY` on each line.
private struct HomographyList {
  let path: String

  init(_ path: String) { self.path = path }

  func pairs() throws -> [EvaluationPair] {
    let folder = path.folderPart
    let name = path.lastPathPart.withoutExtension
    let pairs = try NumberFile.lines(path).compactMap { line -> EvaluationPair? in
      let words = line.text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { return nil }
      guard words.count == 3 else {
        throw EvaluationError(
          .malformed, path,
          problem: "line \(line.number): expected IMAGE0 IMAGE1 HOMOGRAPHY, found \(words.count) words",
          hint: "give three paths without spaces")
      }
      let files = words.map { $0.hasPrefix("/") || folder.isEmpty ? $0 : folder + "/" + $0 }
      return try pair(files, name: name, number: line.number)
    }
    guard !pairs.isEmpty else {
      throw EvaluationError(
        .malformed, path, problem: "it lists no pair", hint: "give lines of the form IMAGE0 IMAGE1 HOMOGRAPHY")
    }
    return pairs
  }

  private func pair(_ files: [String], name: String, number: Int) throws -> EvaluationPair {
    for image in files[..<2] where !FileManager.default.fileExists(atPath: image) {
      throw EvaluationError(.notFound, image, problem: "no such file", hint: "it is in line \(number) of '\(path)'")
    }
    return EvaluationPair(
      name: "\(name)/\(number)", sequence: name, dataset: name,
      identity: files[..<2].map(fileIdentity).joined(separator: " "),
      images: (.file(URL(path: files[0])), .file(URL(path: files[1]))),
      truth: .homography(try NumberFile.homography(files[2])))
  }
}

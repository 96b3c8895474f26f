import Foundation
import SuperposeFiles
import Testing

@Suite struct URLPathTests {
  static let paths = [
    "a.jpg", "./a.jpg", "../a.jpg", "photos/a.jpg", "photos//a.jpg", "photos/", "a b/c d.jpg", "Größe/Übergröße.jpg",
    "Gro\u{308}ße.jpg", "50%.jpg", "a%20b.jpg", "%2F", "-o.jpg", "~/a.jpg", "~a.jpg", "a?b#c.jpg", "12:30.jpg",
    "a;b&c=d.jpg",
    "日本/写真.png", "😀.png", "\"quoted\" 'names'.jpg", "back\\slash.jpg", "[a].jpg", ".", "..", "./", "/", "/tmp/a.jpg",
    "//tmp//a.jpg", "/tmp/a b%20ü/", "file:/a", "http://host/a.jpg", " ", "a\nb",
  ]

  @Test(arguments: paths) func aPathComesBackLetterForLetter(path: String) {
    #expect(URL(path: path).pathText == path)
    #expect(URL(path: path).isFileURL)
  }

  /// What Foundation itself makes of a path, but for a home folder's `~`, a colon and slashes too many.
  @Test(arguments: ["a.jpg", "./a.jpg", "a b/Größe 50%.jpg", "-o.jpg", "photos/", "../x", "a%20b", "a?b#c", "/tmp/ä ö"])
  func whatAUserOfFoundationWrites(path: String) {
    #expect(URL(filePath: path).pathText == path)
    #expect(URL(path: path).standardizedFileURL.path == URL(filePath: path).standardizedFileURL.path)
  }

  @Test func aFolderKnownToTheDiskOnly() {
    let folder = FileManager.default.temporaryDirectory
    #expect(FileManager.default.fileExists(atPath: folder.pathText))
    #expect(folder.appending(path: "a b.jpg").pathText == folder.path(percentEncoded: false) + "a b.jpg")
  }

  @Test func anotherFolderThanTheCurrentOne() {
    let folder = URL(filePath: "/photos/may/", directoryHint: .isDirectory)
    #expect(URL(filePath: "a b.jpg", relativeTo: folder).pathText == "/photos/may/a b.jpg")
    #expect(URL(filePath: "../a.jpg", relativeTo: folder).pathText == "/photos/a.jpg")
  }

  @Test func whatIsNoFile() throws {
    let address = try #require(URL(string: "https://example.org/a%20b.jpg"))
    #expect(address.pathText == "https://example.org/a%20b.jpg")
  }
}

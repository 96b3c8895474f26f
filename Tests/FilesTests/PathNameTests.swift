import SuperposeFiles
import Testing

@Suite struct PathNameTests {
  @Test(arguments: [
    ("a/b.c/d.png", "d.png", "a/b.c", "a/b.c/d", "png"), ("s", "s", "", "s", ""), ("", "", "", "", ""),
    ("/a", "a", "/", "/a", ""), ("x/.hidden", ".hidden", "x", "x/.hidden", ""), ("é.jpg", "é.jpg", "", "é", "jpg"),
  ])
  func partsAreThoseBetweenTheSlashes(path: String, last: String, folder: String, stem: String, end: String) {
    #expect(path.lastPathPart == last)
    #expect(path.folderPart == folder)
    #expect(path.withoutExtension == stem)
    #expect(path.extensionPart == end)
  }
}

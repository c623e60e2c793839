using System.Linq;
using Corewright.Build.Ebpf.Generate;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

public class RustCommentsTests
{
    [Theory]
    [InlineData("/// A thing.\npub struct Thing;", "Thing=A thing.")]
    [InlineData("/// One\n/// two.\n#[repr(C)]\n#[doc(alias = \"]\")]\npub(crate) struct T<'a> { /// A.\n pub a: u32, /// B.\n r#type: &'a str }", "T=One\ntwo.|T.a=A.|T.type=B.")]
    [InlineData("enum E { /// A.\n A = 1, B { /// C.\n c: u8 }, /// D.\n D(u8) }", "E.A=A.|E.D=D.")]
    [InlineData("union U { /// F.\n f: [u8; { 1 + 1 }], /// G.\n g: u16 }\n/// N.\nstruct N;", "U.f=F.|U.g=G.|N=N.")]
    [InlineData("flags! { /// F.\n pub struct F: u8 { /// A.\n const A = 1; } }", "F=F.|F.A=A.")]
    [InlineData("export_const! {\n    /// Most.\n    pub const MOST: u32 = 1;\n}\nmap! { /// M.\n static M: A<{ 1 }>; }", "MOST=Most.|M=M.")]
    [InlineData("//// no\n/* /// no /* nested */ struct No; */ /// Yes.\nstruct Yes { a: u8 }", "Yes=Yes.")]
    [InlineData("const S: &str = \"/// no\\\" struct X\"; const R: &str = r#\"/// \"no\" \"#; const C: char = '\\''; /// Y.\nstruct Y;", "Y=Y.")]
    [InlineData("/// Of a function.\nfn f(a: u32) { struct Inner { a: u32 } }\nimpl T { /// M.\n pub const M: u8 = 1; }", "M=M.")]
    [InlineData("/// Cut", "")]
    [InlineData("struct S { /// a\n", "")]
    [InlineData("}}}} struct", "")]
    [InlineData("/* /* r#\"", "")]
    [InlineData("'", "")]
    public void Comments_are_found_with_what_they_are_on(string source, string expected) =>
        string.Join('|', RustComments.Read(source).Select(found => $"{found.Name}={found.Comment}")).ShouldBe(expected);

    [Theory]
    [InlineData("/// A `<b>` & [`C`](D), [`E`].\nstruct T;", "A <c>&lt;b&gt;</c> &amp; <c>C</c>, <c>E</c>.")]
    [InlineData("/// One\n/// line.\n///\n/// Another.\nstruct T;", "One line.<para>Another.</para>")]
    public void Markdown_becomes_XML(string source, string expected) => SourceDocumentation.Read(source).Of("T").ShouldBe(expected);
}

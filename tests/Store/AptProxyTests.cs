using System;
using System.Net;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class AptProxyTests
{
    private static readonly Uri s_plain = new("http://mirror.example/debian/x"), s_secure = new("https://mirror.example/debian/x");

    private static AptProxy Proxy(string settings, IWebProxy? environment = null) =>
        new(environment ?? new WebProxy(), () => AptProxy.Parse(settings));

    [Fact]
    public void Apt_s_proxy_is_used_where_the_environment_names_none()
    {
        AptProxy proxy = Proxy("Acquire::http \nAcquire::http::Proxy http://proxy.example:3128\n");
        proxy.GetProxy(s_plain).ShouldBe(new Uri("http://proxy.example:3128"));
        proxy.GetProxy(s_secure).ShouldBe(new Uri("http://proxy.example:3128"));
        proxy.IsBypassed(s_plain).ShouldBeFalse();
        Proxy("Acquire::http::Proxy http://apt.example:1", new WebProxy("http://own.example:2")).GetProxy(s_plain)
            .ShouldBe(new Uri("http://own.example:2"));
    }

    [Fact]
    public void A_host_s_own_setting_comes_first_and_direct_means_none()
    {
        const string Settings = "Acquire::http::Proxy http://a:1\nAcquire::http::Proxy::mirror.example DIRECT\nAcquire::https::Proxy http://s:2\n";
        Proxy(Settings).IsBypassed(s_plain).ShouldBeTrue();
        Proxy(Settings).GetProxy(s_secure).ShouldBe(new Uri("http://s:2"));
        Proxy(Settings).GetProxy(new Uri("http://other.example/")).ShouldBe(new Uri("http://a:1"));
        Proxy("Acquire::http::Proxy nonsense").IsBypassed(s_plain).ShouldBeTrue();
        Proxy("").IsBypassed(s_plain).ShouldBeTrue();
    }

    [Fact]
    public void Name_and_password_are_taken_from_the_address()
    {
        AptProxy proxy = Proxy("Acquire::http::Proxy http://me:p%40ss@proxy.example:3128");
        NetworkCredential? found = proxy.Credentials!.GetCredential(proxy.GetProxy(s_plain)!, "Basic");
        found!.UserName.ShouldBe("me");
        found.Password.ShouldBe("p@ss");
        proxy.Credentials.GetCredential(new Uri("http://proxy.example:3128"), "Basic").ShouldBeNull();
    }
}

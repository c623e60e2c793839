namespace Cake.Core.Configuration;

public interface ICakeConfiguration
{
    string GetValue(string key);
}

System.Console.WriteLine("bindgen");

print("persisty")
